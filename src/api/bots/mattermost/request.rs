//! The form of Mattermost's slash commands.

use crate::api::bots::asked::{Asked, Wants};
use crate::api::bots::reply::Rejected;

/// A slash command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::api::bots) struct Command {
    /// What tells one use of the command from another.
    pub(in crate::api::bots) trigger: String,
    pub(in crate::api::bots) asked: Asked,
}

/// Reads the body of a verified request.
///
/// # Errors
/// When it is no slash command.
pub(in crate::api::bots) fn read(body: &[u8]) -> Result<Command, Rejected> {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().collect();
    let field = |name: &str| {
        let pair = pairs.iter().find(|(own, _)| own == name);
        pair.map(|(_, value)| value.as_str()).unwrap_or_default()
    };
    let trigger = field("trigger_id").to_owned();
    if trigger.is_empty() || field("command").is_empty() {
        return Err(Rejected::malformed("the form has no 'command' or no 'trigger_id'"));
    }
    let (team, user) = (field("team_id"), field("user_id"));
    let asked = Asked {
        who: format!("mattermost:{team}:{user}"),
        place: format!("mattermost:{team}:{}:{}:{user}", field("channel_id"), field("root_id")),
        wants: Wants::read(field("text")),
    };
    Ok(Command { trigger, asked })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_read() {
        let body = b"command=%2Frapporteur&text=compare+gangs&team_id=t&user_id=u&channel_id=c&trigger_id=x";
        let command = read(body).expect("a command");
        assert_eq!(
            (command.trigger.as_str(), command.asked.place.as_str()),
            ("x", "mattermost:t:c::u")
        );
        assert_eq!(command.asked.wants, Wants::Comparison("gangs".into()));
        for broken in [&b""[..], b"{}", b"command=%2Fx", b"trigger_id=x", b"\xff=\xff"] {
            assert!(read(broken).is_err());
        }
    }
}
