//! Verifying a vector file record by record, without its model.

use std::fs::{self, File};
use std::io::{self, BufReader, ErrorKind, Read as _};
use std::path::Path;

use super::format::{self, HEAD_BYTES, HEADER_BYTES};
use crate::backends::atomic_file::replace_bytes;

/// What is wrong with the vector file at `path`; none if it is whole.
///
/// # Errors
/// When it cannot be read.
pub(in crate::backends) fn fault_of(path: &Path) -> io::Result<Option<String>> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut reader = BufReader::new(file);
    let mut header = [0; HEADER_BYTES];
    let dimensions = match reader.read_exact(&mut header) {
        Ok(()) => format::dimensions_of(&header),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => None,
        Err(error) => return Err(error),
    };
    let Some(dimensions) = dimensions else { return Ok(Some("its header is damaged".to_owned())) };
    let (mut at, mut damaged) = (HEADER_BYTES as u64, 0);
    while at < length {
        let mut head = [0; HEAD_BYTES];
        if at + HEAD_BYTES as u64 > length {
            return Ok(Some(format!("it ends within a record, at byte {at}")));
        }
        reader.read_exact(&mut head)?;
        let Some(head) = format::read_head(&head) else {
            return Ok(Some(format!("the head of a record is damaged, at byte {at}")));
        };
        let bytes = head.layout.payload_bytes(dimensions);
        at += (HEAD_BYTES + bytes) as u64;
        if at > length {
            return Ok(Some("it ends within a record".to_owned()));
        }
        let mut payload = vec![0; bytes];
        reader.read_exact(&mut payload)?;
        damaged += usize::from(!format::is_whole(&head, &payload));
    }
    Ok((damaged > 0).then(|| format!("{damaged} of its records are damaged")))
}

/// Writes the vector file at `path` again with the records alone that are whole, as far as records can be found; without
/// a header, it goes. What is missing is embedded again when it is needed.
///
/// # Errors
/// What the system reports.
pub(in crate::backends) fn mend(path: &Path) -> io::Result<()> {
    let bytes = fs::read(path)?;
    let header = bytes.first_chunk::<HEADER_BYTES>();
    let Some((header, dimensions)) = header.and_then(|it| Some((it, format::dimensions_of(it)?)))
    else {
        return fs::remove_file(path);
    };
    let (mut whole, mut rest) = (header.to_vec(), &bytes[HEADER_BYTES..]);
    while let Some((head, behind)) = rest.split_first_chunk::<HEAD_BYTES>() {
        let Some(head) = format::read_head(head) else { break };
        let length = head.layout.payload_bytes(dimensions);
        let Some((payload, next)) = behind.split_at_checked(length) else { break };
        if format::is_whole(&head, payload) {
            whole.extend(&rest[..HEAD_BYTES + length]);
        }
        rest = next;
    }
    replace_bytes(path, &whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Digest;
    use crate::retrieval::{EightBits, ModelInfo, PassageEmbedding};

    #[test]
    fn any_flipped_bit_and_any_cut_is_a_fault() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a.vec");
        let model = ModelInfo::new("m".to_owned(), Digest([1; 32]), 8);
        let mut bytes = format::header(&model, "p").to_vec();
        for text in ["a", "b", "c"] {
            let vector = EightBits::from_vector(&[0.5, -0.5, 0.5, -0.5, 0.0, 0.0, 0.0, 0.0]);
            let embedding = PassageEmbedding { vector, tokens: None };
            format::write_record(&format::hash(text), &embedding, &mut bytes);
        }
        let fault = |bytes: &[u8]| {
            std::fs::write(&path, bytes).expect("a file");
            fault_of(&path).expect("it can be read")
        };
        assert_eq!(fault(&bytes), None);
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 4;
            assert!(fault(&flipped).is_some(), "byte {at}");
            mend(&path).expect("it can be written");
            assert!(!path.exists() || fault_of(&path).expect("a file").is_none(), "byte {at}");
        }
        for end in (0..bytes.len())
            .filter(|end| (end - HEADER_BYTES.min(*end)) % 39 != 0 || *end < HEADER_BYTES)
        {
            assert!(fault(&bytes[..end]).is_some(), "cut at {end}");
        }
    }
}
