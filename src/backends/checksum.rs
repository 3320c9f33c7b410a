//! CRC-32 of long parts of a file, on all cores.

use std::fs::File;
use std::io;
use std::ops::Range;

use crc32fast::Hasher;
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};

use super::read_at::read_exact_at;

/// Bytes that one core checks at a time.
const BLOCK_BYTES: u64 = 4 << 20;
/// Bytes of one read, which fit into a processor's cache.
const BUFFER_BYTES: u64 = 256 << 10;

/// The checksum of each of `parts` of `file`, in their order. Reads them instead of mapping them, so that
/// their pages do not count as resident memory of this process.
pub(super) fn checksums(file: &File, parts: &[Range<u64>]) -> io::Result<Vec<u32>> {
    let blocks: Vec<(usize, Range<u64>)> = parts
        .iter()
        .enumerate()
        .flat_map(|(part, range)| blocks(range).map(move |block| (part, block)))
        .collect();
    let hashed: io::Result<Vec<(usize, Hasher)>> = blocks
        .into_par_iter()
        .map_init(Vec::new, |buffer, (part, block)| Ok((part, hash(file, block, buffer)?)))
        .collect();
    let mut sums = vec![Hasher::new(); parts.len()];
    for (part, block) in hashed? {
        sums[part].combine(&block);
    }
    Ok(sums.into_iter().map(Hasher::finalize).collect())
}

fn blocks(range: &Range<u64>) -> impl Iterator<Item = Range<u64>> + use<> {
    let end = range.end;
    let starts = (range.start..end).step_by(BLOCK_BYTES as usize);
    starts.map(move |start| start..end.min(start + BLOCK_BYTES))
}

fn hash(file: &File, block: Range<u64>, buffer: &mut Vec<u8>) -> io::Result<Hasher> {
    buffer.resize(BUFFER_BYTES as usize, 0);
    let mut hasher = Hasher::new();
    let mut at = block.start;
    while at < block.end {
        let piece = &mut buffer[..BUFFER_BYTES.min(block.end - at) as usize];
        read_exact_at(file, piece, at)?;
        hasher.update(piece);
        at += piece.len() as u64;
    }
    Ok(hasher)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn parts_of_any_length_have_the_checksums_of_their_bytes() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("file");
        let bytes: Vec<u8> = (0..2 * BLOCK_BYTES + 77).map(|at| (at * at / 7) as u8).collect();
        fs::write(&path, &bytes).expect("a file");
        let file = File::open(&path).expect("a file");
        let end = bytes.len() as u64;
        let parts = [0..0, 0..1, 5..BUFFER_BYTES + 6, 3..BLOCK_BYTES + 3, 1..end, end..end, 0..end];
        let expected = parts
            .clone()
            .map(|part| crc32fast::hash(&bytes[part.start as usize..part.end as usize]));
        assert_eq!(checksums(&file, &parts).expect("readable"), expected);
        let error = checksums(&file, &[0..1, 0..end + 1]).expect_err("the file is shorter");
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    }
}
