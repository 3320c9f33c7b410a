//! What the title page says: symbol, title, who issued it, when and under which item.

use super::{Source, doubt};
use crate::unique::Unique;
use crate::{Doubt, Metadata};

/// Reads the title page, and for what is missing there the metadata.
pub(super) fn read(source: &Source<'_, '_>, metadata: &mut Metadata, doubts: &mut Vec<Doubt>) {
    symbol(source, metadata, doubts);
    title(source, metadata);
    let mut aliases = Unique::default();
    for alias in &metadata.aliases {
        aliases.add(alias);
    }
    metadata.aliases = aliases.into_items();
    occasion(source, metadata);
    agenda(source, metadata);
    issuer(source, metadata);
    let uri = source.meta_attribute("FRBRuri", "value");
    if let Some(uri) = uri {
        metadata.other.insert("work".to_owned(), uri);
    }
}

/// The symbol on the title page, or the number that the metadata have.
fn symbol(source: &Source<'_, '_>, metadata: &mut Metadata, doubts: &mut Vec<Doubt>) {
    let tree = source.tree;
    let mut numbers = Vec::new();
    let mut symbol = None;
    for at in source.on_fronts("docNumber") {
        let Some(number) = source.words(at) else { continue };
        if tree.has(at, "refersTo", "#symbol") {
            symbol.get_or_insert(number);
        } else {
            numbers.push(number.trim_end_matches('.').trim().to_owned());
        }
    }
    // A component of a collection has a letter of its own behind the number of the collection.
    if let (Some(_), Some(whole), Some(letter)) = (source.collection, &symbol, numbers.first()) {
        let base = whole.split_whitespace().next().unwrap_or(whole);
        if letter.chars().count() <= 3 && whole.contains(char::is_whitespace) {
            let own = format!("{base} {letter}");
            metadata.aliases.push(whole.clone());
            symbol = Some(own);
        }
    }
    let stated = numbers.iter().find(|number| number.contains('/'));
    if let (Some(on_cover), Some(stated)) = (&symbol, stated)
        && source.collection.is_none()
        && !tail(on_cover).starts_with(&letters(stated))
        && is_confirmed(source, stated)
    {
        let kept = mended(on_cover, stated);
        let message = format!("the title page has {on_cover}, the heading {stated}; took {kept}");
        doubt(doubts, "symbol", message);
        metadata.aliases.push(on_cover.clone());
        symbol = Some(kept);
    }
    for number in numbers {
        if symbol.is_none() {
            symbol = Some(number);
        } else if number.chars().count() > 3 {
            metadata.aliases.push(number);
        }
    }
    metadata.symbol = symbol.or_else(|| source.meta_attribute("FRBRnumber", "value"));
}

/// Letters and digits alone, in small letters.
fn letters(text: &str) -> String {
    text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The last two parts of a symbol, without marks.
fn tail(symbol: &str) -> String {
    let parts: Vec<&str> = symbol.split('/').collect();
    letters(&parts[parts.len().saturating_sub(2)..].concat())
}

/// Whether the metadata have the same number.
fn is_confirmed(source: &Source<'_, '_>, number: &str) -> bool {
    let uri = source.meta_attribute("FRBRuri", "value").unwrap_or_default();
    let last = uri.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    letters(last) == letters(number)
}

/// The symbol with another number in place of its last two parts.
fn mended(symbol: &str, number: &str) -> String {
    let parts: Vec<&str> = symbol.split('/').collect();
    let body = parts[..parts.len().saturating_sub(2)].join("/");
    format!("{body}/{number}")
}

/// The title: that of the resolution, or the one in the heading, or the one on the title page.
fn title(source: &Source<'_, '_>, metadata: &mut Metadata) {
    let tree = source.tree;
    let titles: Vec<(usize, String)> =
        source.on_fronts("docTitle").filter_map(|at| Some((at, source.words(at)?))).collect();
    let refers = |to: &'static str| {
        titles.iter().find(move |(at, _)| tree.has(*at, "refersTo", to)).map(|(_, words)| words)
    };
    let plain = titles.iter().find(|(at, _)| !tree.has(*at, "refersTo", "#adoption"));
    let short = source.on_fronts("shortTitle").find_map(|at| source.words(at));
    let collective = source.meta().and_then(|meta| {
        let is_title = |&at: &usize| tree.has(at, "refersTo", "title");
        let keyword = tree.below(meta, "keyword").find(is_title)?;
        Some(tree.attribute(keyword, "showAs")?.trim().to_owned())
    });
    let body = titles
        .is_empty()
        .then(|| tree.below(source.document, "docTitle").find_map(|at| source.words(at)));
    metadata.title = refers("#resolutionTitle")
        .or_else(|| refers("#resolutionNumber"))
        .or(short.as_ref())
        .or(plain.map(|(_, words)| words))
        .cloned()
        .or(body.flatten())
        .or_else(|| collective.clone());
    if let (Some(_), Some((_, long))) = (&short, plain) {
        metadata.other.insert("long title".to_owned(), long.clone());
    }
    for alias in [short, collective].into_iter().flatten() {
        if metadata.title.as_ref() != Some(&alias) {
            metadata.aliases.push(alias);
        }
    }
    let adopted = refers("#adoption").cloned();
    let adopted = adopted.or_else(|| {
        let (_, line) = titles.iter().find(|(at, _)| tree.attribute(*at, "refersTo").is_none())?;
        (metadata.title.as_ref() != Some(line)).then(|| line.clone())
    });
    if let Some(adopted) = adopted {
        metadata.other.insert("adoption".to_owned(), adopted);
    }
}

/// The session and the meeting, as printed.
fn occasion(source: &Source<'_, '_>, metadata: &mut Metadata) {
    let tree = source.tree;
    let session = source.on_fronts("session").find_map(|at| source.words(at));
    let meeting = tree
        .below(source.document, "location")
        .filter(|&at| tree.has(at, "refersTo", "#adoptionMeeting"))
        .chain(source.on_fronts("inline").filter(|&at| tree.has(at, "name", "adoptionMeeting")))
        .find_map(|at| source.words(at));
    let parts: Vec<String> = [session, meeting].into_iter().flatten().collect();
    metadata.occasion = (!parts.is_empty()).then(|| parts.join(", "));
    metadata.place = tree
        .below(source.document, "location")
        .filter(|&at| !tree.has(at, "refersTo", "#adoptionMeeting"))
        .find_map(|at| source.words(at));
}

/// The agenda items, each with its name if the title page has it.
fn agenda(source: &Source<'_, '_>, metadata: &mut Metadata) {
    let named = |name: &'static str| {
        let is_named = move |at: &usize| source.tree.has(*at, "name", name);
        source.on_fronts("inline").filter(is_named).filter_map(|at| source.words(at))
    };
    let items: Vec<String> = named("agenda item").collect();
    let names: Vec<String> = named("agenda item name").collect();
    metadata.agenda_items = match (items.as_slice(), names.as_slice()) {
        ([item], [_, ..]) => vec![format!("{item}: {}", names.join("; "))],
        _ if items.len() == names.len() => {
            items.iter().zip(&names).map(|(item, name)| format!("{item}: {name}")).collect()
        }
        _ => items.into_iter().chain(names).collect(),
    };
    let of_keywords = source.meta().into_iter().flat_map(|meta| source.tree.below(meta, "keyword"));
    if metadata.agenda_items.is_empty() {
        metadata.agenda_items = of_keywords
            .filter(|&at| source.tree.has(at, "refersTo", "agenda"))
            .filter_map(|at| source.tree.attribute(at, "showAs"))
            .map(|item| item.trim().to_owned())
            .collect();
    }
    let committee = source.on_fronts("docProponent").find_map(|at| source.words(at));
    if let Some(committee) = committee {
        metadata.other.insert("proponent".to_owned(), committee);
    }
}

/// The body that issued it: on the title page, or by the metadata.
fn issuer(source: &Source<'_, '_>, metadata: &mut Metadata) {
    let tree = source.tree;
    let on_page = source
        .on_fronts("docAuthority")
        .filter(|&at| tree.has(at, "refersTo", "#issuingBody"))
        .find_map(|at| source.words(at));
    metadata.issuer = on_page.or_else(|| {
        let author = source.meta_attribute("FRBRauthor", "href")?;
        let meta = source.meta()?;
        let id = author.trim_start_matches('#');
        let known = (meta + 1..tree.end(meta)).find(|&at| tree.has(at, "eId", id))?;
        Some(tree.attribute(known, "showAs")?.trim().to_owned())
    });
}
