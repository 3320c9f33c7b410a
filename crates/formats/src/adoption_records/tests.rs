//! Records of votes, with the faults that real ones have.

use super::*;
use crate::AdoptionMethod;

fn read(lines: &[&str]) -> AdoptionRecords {
    read_adoption_records(&lines.join("\r\n")).expect("read")
}

fn list(names: &str) -> Vec<&str> {
    names.split(' ').filter(|name| !name.is_empty()).collect()
}

fn vote(kind: &str, sides: [&str; 3], counts: [&str; 3]) -> (AdoptionRecord, usize) {
    let record = serde_json::json!({
        "symbol": "S/RES/1", "adoption_type": kind,
        "MS_in_favour": list(sides[0]), "MS_against": list(sides[1]), "MS_abstaining": list(sides[2]),
        "MS_in_favour_count": counts[0], "MS_against_count": counts[1], "MS_abstaining_count": counts[2],
        "sponsors": ["CHILE ", ""], "additional_sponsors": ["CHILE", "PERU"],
    });
    let records = read(&[&record.to_string()]);
    (records.by_symbol["S/RES/1"].clone(), records.doubts.len())
}

fn kind(
    kind: &str,
    sides: [&str; 3],
    counts: [&str; 3],
) -> (Option<AdoptionMethod>, Option<[u32; 3]>, usize) {
    let (record, doubts) = vote(kind, sides, counts);
    let counts = record.adoption.as_ref().and_then(|adoption| adoption.counts);
    (record.adoption.map(|adoption| adoption.method), counts, doubts)
}

#[test]
fn words_say_how() {
    use AdoptionMethod::{Unanimous, Vote, WithoutVote};
    let none = (["", "", ""], ["0", "0", "0"]);
    assert_eq!(kind("Without a vote", none.0, none.1), (Some(WithoutVote), None, 0));
    assert_eq!(kind("Adopted by acclamation", none.0, none.1), (Some(WithoutVote), None, 0));
    assert_eq!(kind("", none.0, none.1), (None, None, 0));
    let all = (["A B", "", ""], ["002", "", "0"]);
    assert_eq!(
        kind("Adopted unanimouly, 1st meeting", all.0, all.1),
        (Some(Unanimous), Some([2, 0, 0]), 0)
    );
    assert_eq!(kind("VOTING BY MAIL", all.0, all.1), (Some(Unanimous), Some([2, 0, 0]), 0));
    assert_eq!(kind("By a recorded vote", all.0, all.1), (Some(Vote), Some([2, 0, 0]), 0));
    let split = (["A B", "C", "D"], ["2", "1", "1"]);
    assert_eq!(
        kind("Adopted 2-1-1; voting by mail", split.0, split.1),
        (Some(Vote), Some([2, 1, 1]), 0)
    );
}

#[test]
fn contradictions_are_doubts() {
    use AdoptionMethod::{Unanimous, Vote, WithoutVote};
    let lists = ["A B", "", "C"];
    assert_eq!(
        kind("Adopted 2-0-1, 1st meeting", lists, ["3", "0", "0"]),
        (Some(Vote), Some([2, 0, 1]), 1)
    );
    assert_eq!(
        kind("By a recorded vote", lists, ["2", "0", "2"]),
        (Some(Vote), Some([2, 0, 2]), 1)
    );
    assert_eq!(
        kind("By a recorded vote", ["", "", ""], ["2", "0", "0"]),
        (Some(Vote), Some([2, 0, 0]), 1)
    );
    assert_eq!(
        kind("Adopted without vote", ["A", "", ""], ["1", "0", "0"]),
        (Some(WithoutVote), None, 1)
    );
    assert_eq!(
        kind("Adopted unanimously", ["A A", "", ""], ["1", "0", "0"]),
        (Some(Unanimous), Some([1, 0, 0]), 1)
    );
}

#[test]
fn sponsors_are_listed_once() {
    assert_eq!(vote("", ["", "", ""], ["", "", ""]).0.sponsors, ["CHILE", "PERU"]);
}

#[test]
fn of_two_lines_the_fuller_is_taken() {
    let bare = r#"{"symbol": "A/RES/1/1", "adoption_type": "Without a vote"}"#;
    let full =
        r#"{"symbol": "A/RES/1/1", "adoption_type": "Without a vote", "sponsors": ["PERU"]}"#;
    for lines in [[bare, full], [full, bare]] {
        let records = read(&lines);
        assert_eq!(records.by_symbol["A/RES/1/1"].sponsors, ["PERU"]);
    }
}

#[test]
fn records_are_told_from_other_json() {
    let record = "\u{feff}\n{\"symbol\": \"A\", \"adoption_type\": \"x\"}";
    assert!(is_adoption_records(record.as_bytes()));
    for other in ["{\"symbol\": \"A\"}", "[]", "", "text \"symbol\" \"adoption_type\""] {
        assert!(!is_adoption_records(other.as_bytes()), "{other}");
    }
}

#[test]
fn broken_lines_are_named() {
    let broken = read_adoption_records("{\"symbol\": \"A\"}\n{").expect_err("broken");
    assert_eq!(broken.line, Some(2));
    assert_eq!(read_adoption_records("{}").expect_err("no symbol").line, Some(1));
}
