//! Files as they are written.

use super::*;
use crate::domain::sample;

#[test]
fn declarations_have_preface_preamble_and_body() {
    let corpus = sample::corpus();
    let document = corpus.document("rome-2012").expect("in the sample");
    insta::assert_snapshot!(write(&corpus, document), @r##"
    <?xml version="1.0" encoding="UTF-8"?>
    <akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">
      <statement name="declaration" contains="originalVersion">
        <meta>
          <identification source="#rapporteur">
            <FRBRWork>
              <FRBRthis value="/akn/xx/statement/declaration/2012-11-05/rome-2012/!main"/>
              <FRBRuri value="/akn/xx/statement/declaration/2012-11-05/rome-2012"/>
              <FRBRalias value="Outcome Declaration" name="title"/>
              <FRBRdate date="2012-11-05" name="adoption"/>
              <FRBRauthor href="#author"/>
              <FRBRcountry value="xx"/>
              <FRBRsubtype value="declaration"/>
              <FRBRname value="rome-2012"/>
            </FRBRWork>
            <FRBRExpression>
              <FRBRthis value="/akn/xx/statement/declaration/2012-11-05/rome-2012/eng@2012-11-05/!main"/>
              <FRBRuri value="/akn/xx/statement/declaration/2012-11-05/rome-2012/eng@2012-11-05"/>
              <FRBRdate date="2012-11-05" name="adoption"/>
              <FRBRauthor href="#author"/>
              <FRBRlanguage language="eng"/>
            </FRBRExpression>
            <FRBRManifestation>
              <FRBRthis value="/akn/xx/statement/declaration/2012-11-05/rome-2012/eng@2012-11-05/!main.xml"/>
              <FRBRuri value="/akn/xx/statement/declaration/2012-11-05/rome-2012/eng@2012-11-05.akn"/>
              <FRBRdate date="2012-11-05" name="publication"/>
              <FRBRauthor href="#rapporteur"/>
              <FRBRformat value="application/akn+xml"/>
            </FRBRManifestation>
          </identification>
          <references source="#rapporteur">
            <TLCOrganization eId="author" href="/akn/ontology/organization/xx/unknown" showAs="Unknown"/>
            <TLCOrganization eId="rapporteur" href="/akn/ontology/organization/xx/rapporteur" showAs="Rapporteur"/>
            <TLCEvent eId="occasion" href="/akn/ontology/event/xx/81st-interpol-general-assembly" showAs="81st INTERPOL General Assembly"/>
            <TLCLocation eId="place" href="/akn/ontology/location/xx/rome" showAs="Rome"/>
          </references>
          <proprietary source="#rapporteur">
            <digest xmlns="urn:x-rapporteur" document="0000000000000000000000000000000000000000000000000000000000000000" corpus="0707070707070707070707070707070707070707070707070707070707070707" algorithm="sha-256"/>
          </proprietary>
        </meta>
        <preface>
          <longTitle eId="preface__longtitle">
            <p><docTitle>Outcome Declaration</docTitle></p>
          </longTitle>
        </preface>
        <preamble>
          <blockList eId="preamble__list_1">
            <item eId="preamble__list_1__item_INTRO">
              <num>INTRO</num>
              <p>On 5 November 2012, Ministers came together in Rome.</p>
            </item>
          </blockList>
          <recitals eId="preamble__recs_2">
            <recital eId="preamble__recs_2__rec_P2A">
              <num>P2A</num>
              <p>Condemning all acts of criminal violence in cities.</p>
            </recital>
          </recitals>
        </preamble>
        <mainBody>
          <paragraph eId="para_P3A">
            <num>P3A</num>
            <content eId="para_P3A__content">
              <p>Strive to strengthen police cooperation, including extradition.</p>
            </content>
          </paragraph>
          <paragraph eId="para_P3B">
            <num>P3B</num>
            <content eId="para_P3B__content">
              <p>Affirm that such measures comply with human rights.</p>
            </content>
          </paragraph>
        </mainBody>
      </statement>
    </akomaNtoso>
    "##);
}

#[test]
fn pages_are_documents_of_no_special_kind() {
    let corpus = sample::corpus();
    let document = corpus.document("event-2014").expect("in the sample");
    let xml = write(&corpus, document);
    let body = xml.split("</meta>").nth(1).expect("a body");
    insta::assert_snapshot!(body, @r#"
        <preface>
          <longTitle eId="preface__longtitle">
            <p><docTitle>Ministerial Meeting</docTitle></p>
          </longTitle>
        </preface>
        <mainBody>
          <paragraph eId="para_1">
            <num>1</num>
            <content eId="para_1__content">
              <p>More than 1,000 delegates from 166 countries attended the meeting.</p>
            </content>
          </paragraph>
        </mainBody>
      </doc>
    </akomaNtoso>
    "#);
}
