//! The bytes of a vector file: one header, then records. All numbers are little-endian.
//!
//! ```text
//! header   magic 8 | version u32 | dimensions u32 | model digest 32 | processor 16 | crc u32
//! record   layout u8 | tokens u16 | crc of the payload u32 | first half of SHA-256 of the text 16
//!          | crc of these u32
//! payload  unit of the vector f32 | vector i8 x dimensions | of layouts with tokens:
//!          ids u16 or u32 x tokens | scales u16 x tokens | signs u8 x tokens x dimensions / 8
//! ```
//!
//! A record's head has a checksum of its own: while heads are whole, the next record is found even
//! when a payload is damaged.

use sha2::{Digest as _, Sha256};
use zerocopy::FromBytes as _;

use crate::retrieval::{EightBits, Embedding, ModelInfo, PassageEmbedding, TokenSigns, row_bytes};

const MAGIC: [u8; 8] = *b"RAPPVECS";
/// Raised with every change to the format.
const VERSION: u32 = 3;
const PROCESSOR_BYTES: usize = 16;

/// Length of the header.
pub(super) const HEADER_BYTES: usize = 8 + 4 + 4 + 32 + PROCESSOR_BYTES + 4;
/// Length of a record's head.
pub(super) const HEAD_BYTES: usize = 1 + 2 + 4 + 16 + 4;

/// What a text goes by.
pub(super) type TextHash = [u8; 16];

/// The hash of `text`.
pub(super) fn hash(text: &str) -> TextHash {
    let digest: [u8; 32] = Sha256::digest(text).into();
    *digest.first_chunk().expect("half of it")
}

/// What a payload holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// The vector alone.
    Vector,
    /// So many tokens beside it, whose ids have two bytes.
    Tokens(u16),
    /// So many, whose ids have four.
    WideTokens(u16),
}

impl Layout {
    /// That of `embedding`.
    fn of(embedding: &PassageEmbedding) -> Self {
        let Some(tokens) = &embedding.tokens else { return Self::Vector };
        let count = u16::try_from(tokens.ids.len()).expect("a shape that was looked at");
        let narrow = tokens.ids.iter().all(|&id| u16::try_from(id).is_ok());
        if narrow { Self::Tokens(count) } else { Self::WideTokens(count) }
    }

    /// As bytes.
    pub(super) const fn to_bytes(self) -> [u8; 3] {
        let (kind, tokens) = match self {
            Self::Vector => (0, 0_u16),
            Self::Tokens(count) => (1, count),
            Self::WideTokens(count) => (2, count),
        };
        let [low, high] = tokens.to_le_bytes();
        [kind, low, high]
    }

    /// Out of bytes, if they are those of one.
    pub(super) const fn from_bytes([kind, low, high]: [u8; 3]) -> Option<Self> {
        match (kind, u16::from_le_bytes([low, high])) {
            (0, 0) => Some(Self::Vector),
            (1, count) => Some(Self::Tokens(count)),
            (2, count) => Some(Self::WideTokens(count)),
            _ => None,
        }
    }

    /// Whether there are vectors of tokens, be it of none.
    pub(super) const fn has_tokens(self) -> bool {
        !matches!(self, Self::Vector)
    }

    /// Length of the payload.
    pub(super) const fn payload_bytes(self, dimensions: usize) -> usize {
        let (tokens, id_bytes) = match self {
            Self::Vector => (0, 0),
            Self::Tokens(count) => (count as usize, 2),
            Self::WideTokens(count) => (count as usize, 4),
        };
        4 + dimensions + tokens * (id_bytes + 2 + row_bytes(dimensions))
    }
}

/// What stands before a record's payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    /// What the payload holds.
    pub(super) layout: Layout,
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

/// How many dimensions the vectors of a file have; none if its header is damaged.
pub(super) fn dimensions_of(header: &[u8; HEADER_BYTES]) -> Option<usize> {
    let number = |at: usize| u32::from_le_bytes(header[at..at + 4].try_into().expect("four bytes"));
    let is_whole = header[..8] == MAGIC
        && number(8) == VERSION
        && number(HEADER_BYTES - 4) == crc32fast::hash(&header[..HEADER_BYTES - 4]);
    is_whole.then(|| number(12) as usize)
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

/// Appends the record of `text` to `bytes`.
pub(super) fn write_record(text: &TextHash, embedding: &PassageEmbedding, bytes: &mut Vec<u8>) {
    let PassageEmbedding { vector, tokens } = embedding;
    let layout = Layout::of(embedding);
    let mut payload = Vec::with_capacity(layout.payload_bytes(vector.components.len()));
    payload.extend(vector.unit.to_le_bytes());
    payload.extend(vector.components.iter().map(|x| x.cast_unsigned()));
    if let Some(TokenSigns { ids, scales, signs }) = tokens {
        if matches!(layout, Layout::WideTokens(_)) {
            payload.extend(ids.iter().flat_map(|id| id.to_le_bytes()));
        } else {
            payload.extend(ids.iter().flat_map(|&id| (id as u16).to_le_bytes()));
        }
        payload.extend(scales.iter().flat_map(|scale| scale.to_le_bytes()));
        payload.extend(signs);
    }
    let start = bytes.len();
    bytes.extend(layout.to_bytes());
    bytes.extend(crc32fast::hash(&payload).to_le_bytes());
    bytes.extend(text);
    bytes.extend(crc32fast::hash(&bytes[start..]).to_le_bytes());
    bytes.extend(payload);
}

/// Reads a record's head; `None` when it is damaged.
pub(super) fn read_head(bytes: &[u8; HEAD_BYTES]) -> Option<Head> {
    let (content, crc) = bytes.split_at(HEAD_BYTES - 4);
    if crc32fast::hash(content) != u32_at(crc, 0) {
        return None;
    }
    Some(Head {
        layout: Layout::from_bytes(*content.first_chunk()?)?,
        payload_crc: u32_at(content, 3),
        text: content[7..].try_into().expect("the rest of a head is the text's hash"),
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
    if bytes.len() != head.layout.payload_bytes(dimensions) || !is_whole(head, bytes) {
        return None;
    }
    let (unit, components) = vector_in(bytes, dimensions);
    let vector = EightBits { unit, components: components.to_vec() };
    let rest = &bytes[4 + dimensions..];
    let tokens = match head.layout {
        Layout::Vector => None,
        Layout::Tokens(count) => {
            let (ids, rest) = rest.split_at(2 * usize::from(count));
            Some((read_shorts(ids).into_iter().map(u32::from).collect(), count, rest))
        }
        Layout::WideTokens(count) => {
            let (ids, rest) = rest.split_at(4 * usize::from(count));
            Some((ids.chunks_exact(4).map(|id| u32_at(id, 0)).collect(), count, rest))
        }
    };
    let tokens = tokens.map(|(ids, count, rest)| {
        let (scales, signs) = rest.split_at(2 * usize::from(count));
        TokenSigns { ids, scales: read_shorts(scales), signs: signs.to_vec() }
    });
    Some(PassageEmbedding { vector, tokens })
}

/// The vector in a payload, which is whole, as it lies there.
pub(super) fn vector_in(payload: &[u8], dimensions: usize) -> (f32, &[i8]) {
    let (unit, rest) = payload.split_at(4);
    let components = <[i8]>::ref_from_bytes(&rest[..dimensions]);
    (f32::from_bits(u32_at(unit, 0)), components.expect("bytes of any kind"))
}

/// Reads numbers of two bytes each.
fn read_shorts(bytes: &[u8]) -> Vec<u16> {
    bytes.chunks_exact(2).map(|number| u16::from_le_bytes([number[0], number[1]])).collect()
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
        && u16::try_from(tokens.ids.len()).is_ok()
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
        fn embeddings(dimensions: usize)(tokens in 0_usize..5, wide in any::<bool>())(
            vector in prop::collection::vec(-1.0_f32..1.0, dimensions),
            ids in prop::collection::vec(0..=if wide { u32::MAX } else { 65_535 }, tokens),
            scales in prop::collection::vec(any::<u16>(), tokens),
            signs in prop::collection::vec(any::<u8>(), tokens * row_bytes(dimensions)),
            with_tokens in any::<bool>(),
        ) -> PassageEmbedding {
            let tokens = with_tokens.then_some(TokenSigns { ids, scales, signs });
            PassageEmbedding { vector: EightBits::from_vector(&vector), tokens }
        }
    }

    proptest! {
        #[test]
        fn a_record_reads_back_and_any_changed_byte_is_noticed(
            embedding in embeddings(3), at in any::<prop::sample::Index>(), flip in 1_u8..,
        ) {
            let mut bytes = Vec::new();
            write_record(&[7; 16], &embedding, &mut bytes);
            let read = |bytes: &[u8]| {
                let head = read_head(bytes[..HEAD_BYTES].try_into().expect("a head"))?;
                assert_eq!(head.text, [7; 16]);
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
    fn a_record_takes_no_more_room_than_it_needs() {
        let vector = EightBits::from_vector(&[1.0; 384]);
        let bytes = |ids: Option<Vec<u32>>| {
            let tokens = ids.map(|ids| TokenSigns {
                scales: vec![7; ids.len()],
                signs: vec![7; ids.len() * 48],
                ids,
            });
            let mut bytes = Vec::new();
            write_record(
                &[7; 16],
                &PassageEmbedding { vector: vector.clone(), tokens },
                &mut bytes,
            );
            bytes.len()
        };
        let alone = bytes(None);
        assert_eq!(alone, 27 + 4 + 384);
        assert_eq!(bytes(Some(vec![])), alone);
        assert_eq!(bytes(Some(vec![65_535; 40])), alone + 40 * 52);
        assert_eq!(bytes(Some(vec![65_536; 40])), alone + 40 * 54);
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
