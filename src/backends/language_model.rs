//! A language model behind `OpenAI`'s API for chats.

use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};
use ureq::Agent;

use crate::domain::{LanguageModel, ModelFailure, Prompt};

/// The longest response that is read.
const RESPONSE_BYTES_MAX: u64 = 128 << 10;
/// How many tokens the model may write.
const TOKENS_MAX: u32 = 600;

/// A model of a server that speaks `OpenAI`'s API.
#[derive(Debug)]
pub struct RemoteModel {
    address: String,
    name: String,
    key: Option<SecretString>,
    agent: Agent,
}

impl RemoteModel {
    /// The model `name` of the server at `url`, such as `http://127.0.0.1:11434/v1`. One answer takes `deadline` at most.
    pub fn new(url: &str, name: &str, key: Option<SecretString>, deadline: Duration) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(deadline))
            .max_redirects(0)
            .user_agent(concat!("rapporteur/", env!("CARGO_PKG_VERSION")));
        Self {
            address: format!("{}/chat/completions", url.trim_end_matches('/')),
            name: name.to_owned(),
            key,
            agent: config.build().new_agent(),
        }
    }

    fn asked(&self, prompt: &Prompt) -> Result<Vec<u8>, ureq::Error> {
        let body = json!({
            "model": self.name,
            "messages": [
                { "role": "system", "content": prompt.instructions },
                { "role": "user", "content": prompt.data },
            ],
            "temperature": 0,
            "max_tokens": TOKENS_MAX,
            "stream": false,
        });
        let mut request = self.agent.post(&self.address).header("content-type", "application/json");
        if let Some(key) = &self.key {
            request = request.header("authorization", format!("Bearer {}", key.expose_secret()));
        }
        let mut response = request.send(body.to_string().as_bytes())?;
        response.body_mut().with_config().limit(RESPONSE_BYTES_MAX).read_to_vec()
    }
}

impl LanguageModel for RemoteModel {
    fn name(&self) -> &str {
        &self.name
    }

    fn complete(&self, prompt: &Prompt) -> Result<String, ModelFailure> {
        let failed = |what: String| ModelFailure(format!("ask '{}': {what}", self.address));
        let body = self.asked(prompt).map_err(|error| failed(error.to_string()))?;
        let reply: Value =
            serde_json::from_slice(&body).map_err(|error| failed(format!("no JSON: {error}")))?;
        let text = reply.pointer("/choices/0/message/content").and_then(Value::as_str);
        text.map(str::to_owned).ok_or_else(|| failed("no message in its response".to_owned()))
    }
}
