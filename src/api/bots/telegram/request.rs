//! Updates of Telegram's Bot API.

use jiff::Timestamp;
use serde_json::Value;

use crate::api::bots::asked::{Asked, Wants};
use crate::api::bots::reply::Rejected;

/// Messages that waited longer than so many seconds are not answered any more.
const AGE_SECS_MAX: i64 = 3_600;
/// What is typed inline is looked up from so many characters on.
const INLINE_CHARS_MIN: usize = 3;

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::api::bots) enum Update {
    /// A message to the bot.
    Message(Incoming),
    /// What somebody types behind the bot's name in another chat.
    Inline { id: String, asked: Asked },
    /// A button was pressed.
    Button { id: String, value: String },
    /// Nothing that needs an answer.
    Other,
}

/// A message to the bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::api::bots) struct Incoming {
    pub(in crate::api::bots) chat: i64,
    /// The topic of a forum.
    pub(in crate::api::bots) topic: Option<i64>,
    pub(in crate::api::bots) message: i64,
    pub(in crate::api::bots) asked: Asked,
}

/// Reads the body of a verified request: the update's id, and what it wants of the bot called `name`.
///
/// # Errors
/// When it is no update.
pub(in crate::api::bots) fn read(
    body: &[u8],
    name: Option<&str>,
) -> Result<(i64, Update), Rejected> {
    let update = serde_json::from_slice::<Value>(body);
    let update =
        update.map_err(|error| Rejected::malformed(format!("the body is not JSON: {error}")))?;
    let id = update["update_id"].as_i64();
    let id = id.ok_or_else(|| Rejected::malformed("update_id: is missing; send an update"))?;
    let wanted = if update["inline_query"].is_object() {
        inline(&update["inline_query"])
    } else if update["callback_query"].is_object() {
        button(&update["callback_query"])
    } else {
        message(&update["message"], name)
    };
    Ok((id, wanted.unwrap_or(Update::Other)))
}

fn message(message: &Value, name: Option<&str>) -> Option<Update> {
    let from = &message["from"];
    let age = Timestamp::now().as_second().saturating_sub(message["date"].as_i64()?);
    // What another bot says, or what came by this one, is no question.
    let by_bot = from["is_bot"] == true || !message["via_bot"].is_null();
    if by_bot || age > AGE_SECS_MAX {
        return None;
    }
    let text = message["text"].as_str()?;
    let private = message["chat"]["type"] == "private";
    if !private && !is_called(message, text, name) {
        return None;
    }
    let (chat, topic) = (message["chat"]["id"].as_i64()?, message["message_thread_id"].as_i64());
    let place = topic.map_or_else(String::new, |topic| topic.to_string());
    let asked = Asked {
        who: who(from)?,
        place: format!("telegram:{chat}:{place}"),
        wants: Wants::read(&text_of(text, name)),
    };
    Some(Update::Message(Incoming { chat, topic, message: message["message_id"].as_i64()?, asked }))
}

/// Whether a message in a group is meant for the bot: a command, its name, or a reply to it.
fn is_called(message: &Value, text: &str, name: Option<&str>) -> bool {
    let command = text.split_whitespace().next().filter(|word| word.starts_with('/'));
    let for_other = |command: &str| match (command.split_once('@'), name) {
        (Some((_, bot)), Some(name)) => !bot.eq_ignore_ascii_case(name),
        _ => false,
    };
    if let Some(command) = command {
        return !for_other(command);
    }
    let Some(name) = name else { return false };
    let replied = message["reply_to_message"]["from"]["username"].as_str();
    let mentions = text.split(|c: char| c.is_whitespace() || ",:;?!.".contains(c));
    let mut mentions = mentions.filter_map(|word| word.strip_prefix('@'));
    replied.is_some_and(|own| own.eq_ignore_ascii_case(name))
        || mentions.any(|word| word.eq_ignore_ascii_case(name))
}

/// The words of a message without the bot's own name: `/ask@my_bot Who?` is `/ask Who?`.
fn text_of(text: &str, name: Option<&str>) -> String {
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let command = first.split('@').next().filter(|_| first.starts_with('/')).unwrap_or(first);
    let text = format!("{command} {rest}");
    let Some(name) = name.filter(|name| !name.is_empty()) else { return text.trim().to_owned() };
    let lower = text.to_ascii_lowercase();
    let mention = format!("@{}", name.to_ascii_lowercase());
    let mut kept = String::new();
    let mut from = 0;
    for (at, _) in lower.match_indices(&mention) {
        kept.push_str(&text[from..at]);
        from = at + mention.len();
    }
    kept.push_str(&text[from..]);
    kept.trim_matches(|c: char| c.is_whitespace() || c == ',' || c == ':').to_owned()
}

fn inline(query: &Value) -> Option<Update> {
    let id = query["id"].as_str()?.to_owned();
    let text = query["query"].as_str()?.trim();
    if text.chars().count() < INLINE_CHARS_MIN {
        return None;
    }
    let who = who(&query["from"])?;
    // What is typed bit by bit is no conversation.
    let place = format!("{who}:inline:{id}");
    Some(Update::Inline { id, asked: Asked { who, place, wants: Wants::read(text) } })
}

fn button(query: &Value) -> Option<Update> {
    let text = |name: &str| Some(query[name].as_str()?.to_owned());
    Some(Update::Button { id: text("id")?, value: text("data")? })
}

fn who(from: &Value) -> Option<String> {
    Some(format!("telegram:{}", from["id"].as_i64()?))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn update(message: &Value) -> Update {
        let body = json!({ "update_id": 7, "message": message }).to_string();
        let (id, update) = read(body.as_bytes(), Some("Rapporteur_bot")).expect("an update");
        assert_eq!(id, 7);
        update
    }

    fn said(kind: &str, text: &str) -> Value {
        json!({
            "message_id": 5, "date": Timestamp::now().as_second(), "text": text,
            "from": { "id": 42, "is_bot": false }, "chat": { "id": -9, "type": kind },
        })
    }

    fn wants(message: &Value) -> Option<Wants> {
        match update(message) {
            Update::Message(incoming) => Some(incoming.asked.wants),
            _ => None,
        }
    }

    #[test]
    fn private_messages_are_answered_and_groups_when_the_bot_is_called() {
        let question = Some(Wants::question("Which ones mention drugs?"));
        let cases = [
            ("private", "Which ones mention drugs?", question.clone()),
            ("private", "/start", Some(Wants::Help)),
            ("group", "Which ones mention drugs?", None),
            ("group", "@Rapporteur_Bot Which ones mention drugs?", question.clone()),
            ("group", "@rapporteur_bot: Which ones mention drugs?", question.clone()),
            ("group", "@rapporteur_bottom Which ones mention drugs?", None),
            ("supergroup", "/ask@rapporteur_bot Which ones mention drugs?", question.clone()),
            ("group", "/ask Which ones mention drugs?", question),
            ("group", "/ask@other_bot Which ones mention drugs?", None),
            ("group", "/compare gangs", Some(Wants::Comparison("gangs".into()))),
        ];
        for (kind, text, expected) in cases {
            assert_eq!(wants(&said(kind, text)), expected, "{kind} {text}");
        }
        let mut reply = said("group", "and firearms?");
        reply["reply_to_message"] = json!({ "from": { "username": "rapporteur_bot" } });
        assert_eq!(wants(&reply), Some(Wants::question("and firearms?")));
    }

    #[test]
    fn what_asks_nothing_is_left_alone() {
        let mut old = said("private", "x");
        old["date"] = json!(Timestamp::now().as_second() - AGE_SECS_MAX - 5);
        let mut bot = said("private", "x");
        bot["from"]["is_bot"] = json!(true);
        let mut photo = said("private", "x");
        photo["text"] = Value::Null;
        for other in [old, bot, photo, json!({}), json!(null), json!([1])] {
            assert_eq!(update(&other), Update::Other, "{other}");
        }
        for broken in ["", "{", "[]", "{}", "{\"update_id\":\"7\"}"] {
            assert!(read(broken.as_bytes(), None).is_err(), "{broken}");
        }
    }

    #[test]
    fn inline_queries_and_buttons_are_read() {
        let of = |update: Value| read(update.to_string().as_bytes(), None).expect("an update").1;
        let typed = |text: &str| {
            of(
                json!({ "update_id": 1, "inline_query": { "id": "q", "from": { "id": 42 }, "query": text } }),
            )
        };
        assert_eq!(typed("ga"), Update::Other);
        assert!(matches!(typed("gangs"), Update::Inline { id, .. } if id == "q"));
        let pressed = json!({ "update_id": 1, "callback_query": { "id": "c", "data": "fb+1" } });
        assert_eq!(of(pressed), Update::Button { id: "c".into(), value: "fb+1".into() });
    }
}
