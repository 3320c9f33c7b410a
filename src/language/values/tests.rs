//! Values as they are read and met.

use super::*;

#[test]
fn values_are_read_with_what_they_are_of() {
    let cases = [
        ("on 3 May 1961 and June 4th", "3 May 1961, June 4th"),
        ("from 2 to 9 March 1999", "2, 9 March 1999"),
        ("states may vote in 1987", "1987"),
        ("the code of March 1685", "March 1685"),
        ("every third year, quarterly, twice a week", "every third year, quarterly, a week"),
        ("within a week, of which each", ""),
        ("in November, in Article 5, in Resolution 4/11", "November, Article 5, Resolution 4/11"),
        ("the twenty-first meeting of the 9th Council", "twenty-first meeting, 9th Council"),
        ("resolutions 4/11 and 12/7, Annex 9", "resolutions 4/11, 12/7, Annex 9"),
        ("forty days, an age of nineteen", "forty days, nineteen"),
        ("90 million United States dollars", "90 million United States dollars"),
        ("one of the 2,000 guests", "2,000 guests"),
    ];
    for (text, expected) in cases {
        let found: Vec<String> = values(text).into_iter().map(|value| value.wording).collect();
        assert_eq!(found.join(", "), expected, "{text}");
    }
}

#[test]
fn a_value_is_met_by_the_same_of_the_same_thing() {
    let cases = [
        ("on 3 May", "on 3 May 1961", "same"),
        ("on 3 May 1962", "on 3 May 1961 and 4 June 1962", "3 May 1961"),
        ("in May 1961", "on 3 May 1961", "same"),
        ("in 1962", "on 3 May 1961", "3 May 1961"),
        ("in 1961", "in forty days", "nowhere"),
        ("every week", "weekly", "same"),
        ("every two weeks", "weekly", "weekly"),
        ("every ten years", "every ten weeks", "every ten weeks"),
        ("the ninth deposit", "on the ninth day after the tenth deposit", "tenth deposit"),
        ("the ninth day", "on the ninth day after the tenth deposit", "same"),
        ("under the age of nineteen", "who are not twenty years of age", "nowhere"),
        ("the age of nineteen", "the age of twenty years", "twenty years"),
        ("resolution 4/11", "resolutions 4/12 and 5/13", "resolutions 4/12"),
        ("resolution 5/13", "resolutions 4/12 and 5/13", "same"),
        ("forty people", "forty", "same"),
        ("in Oslo", "met in Bergen in 1961", "in Bergen"),
        ("in Norway", "the Norwegian side met in Bergen", "same"),
        ("within six months", "no later than twelve months", "twelve months"),
        ("within 12 months", "no later than twelve months", "same"),
        ("2,000 delegates", "1,000 delegates from 166 countries", "1,000 delegates"),
        ("two thousand delegates", "2,000 delegates", "same"),
        ("seventeen months", "twelve months", "twelve months"),
        ("a hundred and twelve months", "112 months", "same"),
        ("one month", "twelve months", "twelve months"),
        ("three million and five delegates", "3,000,005 delegates", "same"),
        ("two panels", "1,000 delegates", "nowhere"),
        ("on 4 November 2014", "for twelve months", "nowhere"),
        ("the 83rd session", "the 81st session", "81st session"),
        ("Act 2187", "the revised Act 2178 (2014)", "Act 2178"),
        ("the 21st Century", "the 83rd Assembly", "nowhere"),
        ("Annex 5", "Act 2178", "nowhere"),
        ("90 million dollars", "90 million United States dollars", "same"),
    ];
    for (claimed, source, expected) in cases {
        let met = values(claimed)[0].among(&Source::of(source));
        let told = match &met {
            Met::Same => "same",
            Met::Otherwise(other) => &other.wording,
            Met::Nowhere => "nowhere",
        };
        assert_eq!(told, expected, "{claimed} / {source}");
    }
}
