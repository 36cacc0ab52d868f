//! What an action answers, as it is printed.

use crate::cli::failure::Failure;
use crate::cli::output;
use crate::engine::Error;
use crate::x509::inspect::display;
use serde_json::{Value, json};

/// A refusal as the API has it, on one line.
pub(super) fn refusal(error: &Error) -> Failure {
    Failure::Answered(json!({"__type": error.code(), "message": error.message()}).to_string())
}

/// A refusal that an endpoint has sent; nothing when it is none.
pub(super) fn refusal_elsewhere(body: &[u8]) -> Option<Failure> {
    let body: Value = serde_json::from_slice(body).ok()?;
    // Some services put a namespace before it, or a URL behind it.
    let code = body.get("__type")?.as_str()?.rsplit('#').next()?.split(':').next()?;
    let message = ["message", "Message"].iter().find_map(|member| body.get(member)).and_then(Value::as_str);
    let answer = json!({"__type": code, "message": message.unwrap_or_default()}).to_string();
    Some(Failure::Answered(display::safe(&answer).into_owned()))
}

/// Prints an answer, or one member of it; nothing where there is none.
pub(super) fn print(answer: &[u8], member: Option<&str>) -> Result<(), Failure> {
    let unreadable = |error: serde_json::Error| Failure::Refused(format!("The answer is no JSON: {error}."));
    let answer: Value = match answer {
        [] => Value::Object(Default::default()),
        answer => serde_json::from_slice(answer).map_err(unreadable)?,
    };
    let shown = match member {
        Some(member) => {
            let words = || Failure::Refused(format!("The action is done, but its answer has no {member}."));
            find(&answer, member).ok_or_else(words)?
        }
        None if answer.as_object().is_some_and(serde_json::Map::is_empty) => return Ok(()),
        None => &answer,
    };
    let text = match shown {
        Value::String(text) if member.is_some() => text.clone(),
        other => serde_json::to_string_pretty(other).map_err(unreadable)?,
    };
    let end = if text.ends_with('\n') { "" } else { "\n" };
    output::write(|out| write!(out, "{text}{end}"))
}

/// A member by its path, such as `CertificateAuthorities.0.Arn`.
fn find<'a>(answer: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(answer, |value, part| match value {
        Value::Array(values) => values.get(part.parse::<usize>().ok()?),
        other => other.get(part),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_found_by_their_path() {
        let answer = json!({"A": {"B": [{"C": "x"}, 2]}, "D.E": 1});
        assert_eq!(find(&answer, "A.B.0.C"), Some(&json!("x")));
        assert_eq!(find(&answer, "A.B.1"), Some(&json!(2)));
        for none in ["", "A.B.2", "A.b", "A.B.C", "A.B.0.C.D", "D.E"] {
            assert_eq!(find(&answer, none), None, "{none}");
        }
    }
}
