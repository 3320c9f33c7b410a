//! Warm-up questions: a text file with one question on each line.

use std::path::Path;

use super::BackendError;
use super::bounded_file::read_at_most;
use crate::domain::QUESTION_CHARS_MAX;

/// The largest file, in bytes.
const FILE_BYTES_MAX: u64 = 1 << 20;
/// The most questions.
const QUESTIONS_MAX: usize = 1_000;

/// The questions in the file at `path`, in order. Blank lines and lines that begin with `#` are ignored.
///
/// # Errors
/// When the file cannot be read, is not UTF-8, or has too many or too long questions.
pub fn read_warm_up(path: &Path) -> Result<Vec<String>, BackendError> {
    let invalid = |reason: String| BackendError::WarmUp { path: path.to_owned(), reason };
    let bytes = read_at_most(path, FILE_BYTES_MAX)
        .map_err(|source| BackendError::Read { path: path.to_owned(), source })?;
    let text = std::str::from_utf8(&bytes)
        .map_err(|error| invalid(format!("it is not UTF-8 from byte {}", error.valid_up_to())))?;
    let mut questions = Vec::new();
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let chars = line.chars().count();
        if chars > QUESTION_CHARS_MAX {
            let reason = format!(
                "line {number} has {chars} characters, more than the {QUESTION_CHARS_MAX} of a question"
            );
            return Err(invalid(reason));
        }
        if questions.len() == QUESTIONS_MAX {
            return Err(invalid(format!("there are more than {QUESTIONS_MAX} questions")));
        }
        questions.push(line.to_owned());
    }
    Ok(questions)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Vec<String>, String> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("questions.txt");
        std::fs::write(&path, bytes).expect("a file");
        read_warm_up(&path).map_err(|error| error.to_string())
    }

    #[test]
    fn a_line_is_a_question_unless_it_is_a_comment() {
        let text = "\u{feff}# often asked\nWho spoke?\r\n\n  What about drugs?  \n#Who?\nC# #1?";
        assert_eq!(
            read(text.as_bytes()).expect("questions"),
            ["Who spoke?", "What about drugs?", "C# #1?"]
        );
        assert_eq!(read(b"").expect("an empty file"), Vec::<String>::new());
        let most = "a\n".repeat(QUESTIONS_MAX) + "\n# that is all";
        assert_eq!(read(most.as_bytes()).expect("as many as allowed").len(), QUESTIONS_MAX);
    }

    #[test]
    fn what_is_wrong_is_said_with_the_line_and_the_remedy() {
        let long = format!("short\n\n{}", "x".repeat(QUESTION_CHARS_MAX + 1));
        let many = "a\n".repeat(QUESTIONS_MAX + 1);
        let large = " ".repeat(FILE_BYTES_MAX as usize + 1);
        let cases: [(&[u8], &str); 4] = [
            (long.as_bytes(), "line 3 has 2001 characters"),
            (many.as_bytes(), "more than 1000 questions"),
            (b"ask\xff", "not UTF-8 from byte 3"),
            (large.as_bytes(), "longer than 1048576 bytes"),
        ];
        for (bytes, expected) in cases {
            let error = read(bytes).expect_err(expected);
            assert!(error.starts_with("read ") && error.contains(expected), "{error}");
        }
    }
}
