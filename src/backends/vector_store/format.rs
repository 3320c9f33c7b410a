//! The bytes of a vector file: one header, then records. All numbers are little-endian.
//!
//! ```text
//! header   magic 8 | version u32 | dimensions u32 | model digest 32 | processor 16 | crc u32
//! record   tokens u32 | crc of the payload u32 | SHA-256 of the text 32 | crc of these u32
//! payload  vector f32 x dimensions | ids u32 x tokens | scales f32 x tokens
//!          | signs u8 x tokens x dimensions / 8
//! ```
//!
//! A record's head has a checksum of its own: while heads are whole, the next record is found even
//! when a payload is damaged.

use crate::retrieval::{Embedding, ModelInfo, PassageEmbedding, TokenSigns, row_bytes};

const MAGIC: [u8; 8] = *b"RAPPVECS";
/// Raised with every change to the format.
const VERSION: u32 = 2;
const PROCESSOR_BYTES: usize = 16;

/// Length of the header.
pub(super) const HEADER_BYTES: usize = 8 + 4 + 4 + 32 + PROCESSOR_BYTES + 4;
/// Where the text's hash stands in a record's head.
pub(super) const HEAD_TEXT_AT: usize = 8;
/// Length of a record's head.
pub(super) const HEAD_BYTES: usize = 4 + 4 + 32 + 4;
/// More tokens than any model takes: a head that says more is damaged.
const TOKENS_MAX: usize = u16::MAX as usize;

/// SHA-256 of a text.
pub(super) type TextHash = [u8; 32];

/// What stands before a record's payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    /// Number of token vectors.
    pub(super) tokens: usize,
    /// Checksum of the payload.
    pub(super) payload_crc: u32,
    /// The text.
    pub(super) text: TextHash,
}

/// The header of files with vectors of `model` that were made on `processor`.
pub(super) fn header(model: &ModelInfo, processor: &str) -> [u8; HEADER_BYTES] {
    let mut name = [0; PROCESSOR_BYTES];
    let length = processor.len().min(PROCESSOR_BYTES);
    name[..length].copy_from_slice(&processor.as_bytes()[..length]);
    let mut bytes = Vec::with_capacity(HEADER_BYTES);
    bytes.extend(MAGIC);
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend((model.dimensions as u32).to_le_bytes());
    bytes.extend(model.digest.0);
    bytes.extend(name);
    bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
    bytes.try_into().expect("the parts add up to the length")
}

/// What an eight-bit model's numbers depend on beside the model: how the processor multiplies
/// bytes. Vectors of different families are close, but not the same.
pub fn processor() -> &'static str {
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512vnni") {
            return "x86_64 avx512vnni";
        }
        if is_x86_feature_detected!("avxvnni") {
            return "x86_64 avxvnni";
        }
        if is_x86_feature_detected!("avx2") {
            return "x86_64 avx2";
        }
    }
    std::env::consts::ARCH
}

/// Length of a record's payload.
pub(super) const fn payload_bytes(tokens: usize, dimensions: usize) -> usize {
    4 * dimensions + tokens * (4 + 4 + row_bytes(dimensions))
}

/// Appends the record of `text` to `bytes`.
pub(super) fn write_record(text: &TextHash, embedding: &PassageEmbedding, bytes: &mut Vec<u8>) {
    let PassageEmbedding { vector, tokens } = embedding;
    let mut payload = Vec::with_capacity(payload_bytes(tokens.ids.len(), vector.len()));
    payload.extend(vector.iter().flat_map(|x| x.to_le_bytes()));
    payload.extend(tokens.ids.iter().flat_map(|id| id.to_le_bytes()));
    payload.extend(tokens.scales.iter().flat_map(|x| x.to_le_bytes()));
    payload.extend(&tokens.signs);
    let start = bytes.len();
    bytes.extend((tokens.ids.len() as u32).to_le_bytes());
    bytes.extend(crc32fast::hash(&payload).to_le_bytes());
    bytes.extend(text);
    bytes.extend(crc32fast::hash(&bytes[start..]).to_le_bytes());
    bytes.extend(payload);
}

/// Reads a record's head; `None` when it is damaged.
pub(super) fn read_head(bytes: &[u8; HEAD_BYTES]) -> Option<Head> {
    let (content, crc) = bytes.split_at(HEAD_BYTES - 4);
    let tokens = u32_at(content, 0) as usize;
    let whole = crc32fast::hash(content) == u32_at(crc, 0) && tokens <= TOKENS_MAX;
    whole.then(|| Head {
        tokens,
        payload_crc: u32_at(content, 4),
        text: content[HEAD_TEXT_AT..].try_into().expect("the rest of a head is the text's hash"),
    })
}

/// Whether a payload is the one that belongs to `head`.
pub(super) fn is_whole(head: &Head, payload: &[u8]) -> bool {
    crc32fast::hash(payload) == head.payload_crc
}

/// Reads the payload that belongs to `head`; `None` when it is damaged.
pub(super) fn read_payload(
    head: &Head,
    bytes: &[u8],
    dimensions: usize,
) -> Option<PassageEmbedding> {
    if bytes.len() != payload_bytes(head.tokens, dimensions) || !is_whole(head, bytes) {
        return None;
    }
    let (vector, rest) = bytes.split_at(4 * dimensions);
    let (ids, rest) = rest.split_at(4 * head.tokens);
    let (scales, signs) = rest.split_at(4 * head.tokens);
    Some(PassageEmbedding {
        vector: read_floats(vector),
        tokens: TokenSigns {
            ids: ids.chunks_exact(4).map(|number| u32_at(number, 0)).collect(),
            scales: read_floats(scales),
            signs: signs.to_vec(),
        },
    })
}

/// Reads numbers of four bytes each.
pub(super) fn read_floats(bytes: &[u8]) -> Vec<f32> {
    bytes.chunks_exact(4).map(|number| f32::from_bits(u32_at(number, 0))).collect()
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().expect("a slice of four bytes"))
}

/// Whether an embedding's parts fit each other and the model.
pub(super) fn has_shape(embedding: &Embedding, dimensions: usize) -> bool {
    let Embedding { vector, tokens } = embedding;
    vector.len() == dimensions
        && tokens.scales.len() == tokens.ids.len()
        && tokens.rows.len() == tokens.ids.len() * dimensions
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Digest;

    fn model(digest: u8, dimensions: usize) -> ModelInfo {
        ModelInfo::new("m".to_owned(), Digest([digest; 32]), dimensions)
    }

    prop_compose! {
        fn embeddings(dimensions: usize)(tokens in 0_usize..5)(
            vector in prop::collection::vec(-1.0_f32..1.0, dimensions),
            ids in prop::collection::vec(any::<u32>(), tokens),
            scales in prop::collection::vec(0.0_f32..1.0, tokens),
            signs in prop::collection::vec(any::<u8>(), tokens * row_bytes(dimensions)),
        ) -> PassageEmbedding {
            PassageEmbedding { vector, tokens: TokenSigns { ids, scales, signs } }
        }
    }

    proptest! {
        #[test]
        fn a_record_reads_back_and_any_changed_byte_is_noticed(
            embedding in embeddings(3), at in any::<prop::sample::Index>(), flip in 1_u8..,
        ) {
            let mut bytes = Vec::new();
            write_record(&[7; 32], &embedding, &mut bytes);
            let read = |bytes: &[u8]| {
                let head = read_head(bytes[..HEAD_BYTES].try_into().expect("a head"))?;
                assert_eq!(head.text, [7; 32]);
                read_payload(&head, &bytes[HEAD_BYTES..], 3)
            };
            let length = bytes.len();
            let whole = read(&bytes);
            prop_assert_eq!(whole, Some(embedding));
            bytes[at.index(length)] ^= flip;
            prop_assert_eq!(read(&bytes), None);
        }
    }

    #[test]
    fn headers_tell_models_and_processors_apart() {
        let all = [
            header(&model(1, 4), "x86_64 avx2"),
            header(&model(2, 4), "x86_64 avx2"),
            header(&model(1, 5), "x86_64 avx2"),
            header(&model(1, 4), "a name that is longer than its place"),
        ];
        for (index, one) in all.iter().enumerate() {
            assert_eq!(all.iter().filter(|other| *other == one).count(), 1, "header {index}");
        }
    }
}
