//! Requests as they come in JSON: what is missing, unknown or of another type is told in every place where it can be.

use super::places::places;
use super::table::{ANSWERS, ENUMERATIONS, limits};
use super::{member, with};
use crate::desk::Desk;
use canopy::engine::{Action, Error};
use serde_json::{Value, json};

fn call(desk: &Desk, action: Action, request: &Value) -> Result<Vec<u8>, Error> {
    action.call_json(&desk.engine, &desk.caller, request.to_string().as_bytes())
}

fn joined(place: &str, member: &str) -> String {
    [place, member].map(|part| part.trim_matches('/')).join("/").trim_start_matches('/').to_owned()
}

#[test]
fn a_missing_member_is_told_wherever_its_type_stands() {
    let desk = Desk::new();
    let before = desk.bytes();
    for limit in limits().iter().filter(|limit| limit.required && !ANSWERS.contains(&limit.of)) {
        for (action, place, request) in places(limit.of) {
            let path = joined(&place, limit.member);
            let mut without = request.clone();
            let above = if place.is_empty() { String::new() } else { format!("/{place}") };
            without.pointer_mut(&above).unwrap().as_object_mut().unwrap().remove(limit.member);
            for request in [without, with(request, &path, Value::Null)] {
                let error = call(&desk, action, &request).unwrap_err();
                let null =
                    format!("Value null at '{}' failed to satisfy constraint: Member must not be null", member(&path));
                assert!(error.code() == "ValidationException" && error.message().contains(&null), "{error}\n{request}");
                assert!(error.members().contains(&member(&path).as_str()));
            }
        }
    }
    assert!(desk.bytes() == before, "the file has changed");
}

#[test]
fn every_missing_member_of_an_empty_request_is_told_at_once() {
    let desk = Desk::new();
    for action in Action::ALL {
        let request = format!("{}Request", action.name());
        let all = limits();
        let required: Vec<String> = all
            .iter()
            .filter(|limit| limit.required && limit.of == request)
            .map(|limit| member(limit.member))
            .collect();
        if required.is_empty() && *action != Action::CreateCertificateAuthority {
            continue;
        }
        let error = call(&desk, *action, &json!({})).unwrap_err();
        assert_eq!(error.code(), "ValidationException");
        for member in required {
            assert!(error.members().contains(&member.as_str()), "{}: {error}", action.name());
        }
    }
}

#[test]
fn an_unknown_value_is_told_with_those_that_there_are() {
    let desk = Desk::new();
    for row in ENUMERATIONS.lines().map(|line| line.split(' ').collect::<Vec<_>>()) {
        if ANSWERS.contains(&row[0]) {
            continue;
        }
        for (action, place, request) in places(row[0]) {
            let path = joined(&place, row[1]);
            let error = call(&desk, action, &with(request, &path, json!("NONSENSE"))).unwrap_err();
            let told = format!(
                "Value 'NONSENSE' at '{}' failed to satisfy constraint: Member must satisfy enum value set: [{}]",
                member(&path),
                row[2..].join(", ")
            );
            assert!(error.code() == "ValidationException" && error.message().contains(&told), "{error}\n{told}");
        }
    }
}

#[test]
fn a_value_of_another_type_is_told_with_its_place() {
    let desk = Desk::new();
    for limit in limits().iter().filter(|limit| !ANSWERS.contains(&limit.of)) {
        for (action, place, request) in places(limit.of) {
            let path = joined(&place, limit.member);
            let wrong = match limit.kind {
                "int" | "long" => vec![json!("1"), json!(1.5), json!(true), json!([]), json!({})],
                "list" => vec![json!("a"), json!(1), json!({})],
                "blob" => vec![json!("-"), json!("QQ"), json!(1), json!([])],
                _ => vec![json!(1), json!(true), json!([]), json!({})],
            };
            for value in wrong {
                let error = call(&desk, action, &with(request.clone(), &path, value.clone())).unwrap_err();
                let at = format!("'{}'", member(&path));
                assert_eq!(error.code(), "SerializationException", "{}: {path}: {value}: {error}", action.name());
                assert!(error.message().contains(&at), "{path}: {value}: {error}");
            }
        }
    }
}

#[test]
fn what_the_api_does_not_have_is_left_out_of_account() {
    let desk = Desk::new();
    for action in Action::ALL {
        for (action, _, request) in places(&format!("{}Request", action.name())) {
            let known = call(&desk, action, &request);
            if action == Action::CreateCertificateAuthority {
                continue;
            }
            let mut more = with(request, "Unknown", json!({"A": [null, {"B": 1}]}));
            more["Nothing"] = Value::Null;
            assert_eq!(call(&desk, action, &more), known, "{}", action.name());
        }
    }
}
