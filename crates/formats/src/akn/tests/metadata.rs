//! What files say about their documents.

use super::*;
use crate::{AdoptionMethod, Metadata};

const META: &str = "<meta><identification><FRBRWork><FRBRuri value='/akn/un/statement/x/2023-12-07/78-117/'/>
    <FRBRdate date='2023-12-07' name='adoption'/><FRBRauthor href='ga' as='author'/></FRBRWork>
    <FRBRExpression><FRBRdate date='2023-12-11' name='publication'/><FRBRlanguage language='eng'/></FRBRExpression>
    <FRBRManifestation><FRBRdate date='0001-01-01' name='markup'/></FRBRManifestation></identification>
    <classification><keyword value='a' showAs='human_rights'/><keyword showAs='Human rights'/>
      <keyword refersTo='agenda' showAs='Item'/><keyword refersTo='title' showAs='Long title'/></classification>
    <workflow><step date='2023-10-10' outcome='draftResolution' as='A/C.6/78/L.3' by='Chile and Peru'/>
      <step date='0001-01-01' outcome='draftResolutionAdditionalSponsors' by='Brazil, Peru and Spain'/>
      <step outcome='adopted' as='A/78/PV.45' by=''/></workflow>
    <analysis><parliamentary><voting outcome='adoptedRecordedVote'>
      <count value='002' refersTo='inFavour'><voters><organization>CHILE</organization><organization>PERU</organization></voters></count>
      <count value='1' refersTo='against'><voters><organization>SPAIN</organization></voters></count></voting></parliamentary></analysis>
    <references><TLCOrganization eId='ga' showAs='General Assembly'/></references></meta>";

const COVER: &str = "<coverPage><p><docNumber refersTo='#symbol'>A/RES/78/117</docNumber></p>
    <p><docAuthority refersTo='#issuingBody'>General Assembly</docAuthority></p>
    <p><docDate date='2023-12-11' refersTo='#dateOfIssuance'>11 December 2023</docDate></p>
    <p><session refersTo='#generalAssembly'>Seventy-eighth session</session></p>
    <p><inline name='agenda item'>Agenda item 171</inline></p><p><inline name='agenda item name'>Status</inline></p>
    <p><docTitle>Resolution adopted on 7 December 2023</docTitle></p></coverPage>
    <preface><p><docNumber>78/117.</docNumber><docTitle refersTo='#resolutionTitle'>Observer status</docTitle></p></preface>";

const END: &str = "<mainBody><paragraph><num>1.</num><content><p>Decides.</p></content></paragraph></mainBody>
    <conclusions><p><event><location refersTo='#adoptionMeeting'>45th meeting</location><eol/>
    <docDate date='2023-12-07' refersTo='#adoptionDate'>7 December 2023</docDate></event></p></conclusions>";

fn resolution(meta: &str, cover: &str) -> ParsedDocument {
    let text = format!(
        "<akomaNtoso><statement name='presidentialStatement'>{meta}{cover}{END}</statement></akomaNtoso>"
    );
    read(&text).remove(0)
}

#[test]
fn all_that_the_file_says() {
    let document = resolution(META, COVER);
    let Metadata { adoption, other, .. } = document.metadata.clone();
    let adoption = adoption.expect("votes");
    assert_eq!(adoption.method, AdoptionMethod::Vote);
    assert_eq!(adoption.in_favour, ["CHILE", "PERU"]);
    assert_eq!(adoption.counts, Some([2, 1, 0]));
    assert_eq!(other.get("record").map(String::as_str), Some("A/78/PV.45"));
    let some = |text: &str| Some(text.to_owned());
    let expected = Metadata {
        title: some("Observer status"),
        symbol: some("A/RES/78/117"),
        language: some("en"),
        kind: some("presidential statement"),
        adopted_on: some("2023-12-07"),
        published_on: some("2023-12-11"),
        occasion: some("Seventy-eighth session, 45th meeting"),
        issuer: some("General Assembly"),
        aliases: vec!["78/117".to_owned(), "Long title".to_owned()],
        agenda_items: vec!["Agenda item 171: Status".to_owned()],
        sponsors: ["Chile and Peru", "Brazil", "Peru", "Spain"].map(str::to_owned).to_vec(),
        draft_symbol: some("A/C.6/78/L.3"),
        keywords: vec!["human rights".to_owned()],
        adoption: Some(adoption),
        other,
        ..Metadata::default()
    };
    assert_eq!(document.metadata, expected);
    assert_eq!(document.doubts, []);
}

#[test]
fn contradictions_are_doubts() {
    let meta = META.replace("'2023-12-07' name", "'2023-12-08' name").replace("'eng'", "'fra'");
    let cover = COVER.replace("A/RES/78/117", "A/RES/78/771");
    let document = resolution(&meta, &cover);
    assert_eq!(document.metadata.adopted_on.as_deref(), Some("2023-12-08"));
    assert_eq!(document.metadata.language.as_deref(), Some("en"));
    assert_eq!(document.metadata.symbol.as_deref(), Some("A/RES/78/117"));
    let places: Vec<&str> = document.doubts.iter().map(|doubt| doubt.place.as_str()).collect();
    assert_eq!(places, ["symbol", "date of adoption", "language"]);
}

#[test]
fn a_collection_gives_its_components() {
    let component = |letter: &str| {
        format!(
            "<component><statement>{META}<preface><p><docNumber>{letter}</docNumber></p></preface>{END}</statement></component>"
        )
    };
    let cover = COVER.replace("78/117<", "78/117 A-B<");
    let text = format!(
        "<akomaNtoso><documentCollection><meta/>{cover}<collectionBody/></documentCollection>
         <components>{}{}</components></akomaNtoso>",
        component("A"),
        component("B")
    );
    let documents = read(&text);
    let symbols: Vec<_> = documents.iter().map(|one| one.metadata.symbol.as_deref()).collect();
    assert_eq!(symbols, [Some("A/RES/78/117 A"), Some("A/RES/78/117 B")]);
    assert_eq!(documents[1].metadata.title.as_deref(), Some("Observer status"));
    assert_eq!(documents[1].metadata.issuer.as_deref(), Some("General Assembly"));
    assert!(documents.iter().all(|one| one.blocks.iter().any(|block| block.text == "Decides.")));
}
