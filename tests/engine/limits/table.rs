//! Every length, range, count and pattern of the 23 requests and 25 data types, at its edges, in every place where its
//! type stands. What is expected is computed from the table of the model, not from the code.

use super::places::{item, places};
use super::{member, with};
use crate::actions::call;
use crate::desk::{Desk, base64};
use canopy::engine::api::DATA_TYPES;
use canopy::engine::{Action, Error};
use regex::Regex;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Type, member, kind, least, most and pattern, copied from the newest model; `!` is a member that is required, `-` no
/// limit.
const LIMITS: &str = include_str!("../../model/limits.txt");

/// Type, member and all its values, copied from there.
pub(super) const ENUMERATIONS: &str = include_str!("../../model/enumerations.txt");

/// Those that only answers have.
pub(super) const ANSWERS: [&str; 2] = ["CertificateAuthority", "Permission"];

/// Those without a limit of their own: what they hold has limits, or nothing does.
const WITHOUT: [&str; 8] = [
    "AccessDescription",
    "ApiPassthrough",
    "CertificateAuthorityConfiguration",
    "CrlDistributionPointExtensionConfiguration",
    "CsrExtensions",
    "KeyUsage",
    "PolicyQualifierInfo",
    "RevocationConfiguration",
];

pub(super) struct Limit {
    pub(super) of: &'static str,
    pub(super) member: &'static str,
    pub(super) required: bool,
    pub(super) kind: &'static str,
    least: i64,
    most: i64,
    pattern: Option<&'static str>,
}

pub(super) fn limits() -> Vec<Limit> {
    let parse = |line: &'static str| {
        let mut parts = line.splitn(6, ' ');
        let mut next = || parts.next().unwrap();
        let (of, member, kind, least, most) = (next(), next(), next(), next(), next());
        Limit {
            of,
            member: member.trim_end_matches('!'),
            required: member.ends_with('!'),
            kind,
            least: least.parse().unwrap(),
            most: most.parse().unwrap_or(i64::MAX),
            pattern: parts.next(),
        }
    };
    LIMITS.lines().map(parse).collect()
}

/// Texts of a length: of one character many times, and of the forms that the patterns ask for.
fn texts(length: usize) -> Vec<String> {
    let long = |text: &str, one: &str| {
        let rest = length.saturating_sub(text.chars().count());
        format!("{text}{}", one.repeat(rest)).chars().take(length).collect::<String>()
    };
    let many = ["a", "1", "Z", "/", ".", "-", " ", "@", "*", "\"", "\t", "\n", "\u{0}", "é", "日", "\u{a0}"];
    let forms = [
        ("arn:aws:acm-pca:us-east-1:000000000000:certificate-authority/", "a"),
        ("arn:aws:acm-pca:::", "a"),
        ("arn:aws:acm-pca:::template/a/", "/"),
        ("arn:aws:s3:::", "a"),
        ("arn:aws:acm-pca:::ä", "a"),
        ("1.2.3", "4"),
        ("2.5.29", ".1"),
        ("3.1", "1"),
        ("1.40", ".1"),
        ("11111111-2222-3333-4444-", "5"),
        ("11111111-2222-3333-4444-", "A"),
        ("QUI=", "="),
        ("QUJD", "QQ=="),
        ("a/b", "c"),
        ("a//b", "c"),
        ("https://a.example/", "b"),
        ("größe ", "x"),
    ];
    let many = many.iter().map(|one| one.repeat(length));
    many.chain(forms.iter().map(|(text, one)| long(text, one))).collect()
}

/// A pattern of the model, for the whole text; a word character is one of ASCII there.
fn whole(pattern: &str) -> Regex {
    Regex::new(&format!(r"\A(?:{})\z", pattern.replace(r"\w", "0-9A-Za-z_"))).unwrap()
}

/// Values around the limits, and which rules each breaks.
fn values(limit: &Limit) -> Vec<(Value, Vec<String>)> {
    let edges = [limit.least - 1, limit.least, limit.most.saturating_sub(1), limit.most, limit.most.saturating_add(1)];
    let edges: BTreeSet<i64> = edges.into_iter().collect();
    let counted = |count: i64, of: &str| {
        let least =
            (count < limit.least).then(|| format!("Member must have {of} greater than or equal to {}", limit.least));
        let most = (count > limit.most).then(|| format!("Member must have {of} less than or equal to {}", limit.most));
        least.into_iter().chain(most).collect::<Vec<String>>()
    };
    let lengths = || edges.iter().filter_map(|edge| usize::try_from(*edge).ok());
    let length = |count: usize| counted(count as i64, "length");
    match limit.kind {
        "int" | "long" => edges.iter().map(|edge| (json!(edge), counted(*edge, "value"))).collect(),
        "list" => lengths().map(|count| (json!(vec![item(limit.member); count]), length(count))).collect(),
        "blob" => lengths().map(|count| (json!(base64(vec![b'-'; count])), length(count))).collect(),
        _ => {
            let pattern = limit.pattern.map(|text| (text, whole(text)));
            let judged = |text: String| {
                let mut broken = length(text.chars().count());
                if let Some((pattern, regex)) = &pattern
                    && !regex.is_match(&text)
                {
                    broken.push(format!("Member must satisfy regular expression pattern: {pattern}"));
                }
                (json!(text), broken)
            };
            lengths().flat_map(texts).map(judged).collect()
        }
    }
}

/// The lengths, ranges and patterns that a request breaks, with the member that each is told of.
fn broken(desk: &Desk, action: Action, request: Value) -> Vec<(String, String)> {
    let answer = call(desk, &desk.caller, action, request).unwrap();
    let Err(Error::Validation(violations)) = answer else {
        assert!(answer.is_err(), "{} was answered", action.name());
        return Vec::new();
    };
    let rules = ["Member must have length", "Member must have value", "Member must satisfy regular expression"];
    let of_the_model = |rule: &str| rules.iter().any(|start| rule.starts_with(start));
    let told = violations.into_iter().map(|violation| (violation.member, violation.constraint));
    told.filter(|(_, rule)| of_the_model(rule)).collect()
}

#[test]
fn each_limit_holds_at_its_edges_wherever_its_type_stands() {
    let desk = Desk::new();
    let before = desk.bytes();
    for limit in limits().iter().filter(|limit| !ANSWERS.contains(&limit.of)) {
        let values = values(limit);
        for (action, place, request) in places(limit.of) {
            let path = [&place, limit.member].map(|part| part.trim_matches('/')).join("/");
            let path = path.trim_start_matches('/');
            for (value, rules) in &values {
                let found = broken(&desk, action, with(request.clone(), path, value.clone()));
                let expected: Vec<_> = rules.iter().map(|rule| (member(path), rule.clone())).collect();
                assert_eq!(found, expected, "{}: {path}: {value}", action.name());
            }
        }
    }
    assert!(desk.bytes() == before, "the file has changed");
}

#[test]
fn a_member_that_is_required_cannot_be_left_out() {
    let desk = Desk::new();
    for limit in limits().iter().filter(|limit| !ANSWERS.contains(&limit.of)) {
        for (action, place, mut request) in places(limit.of) {
            let above = if place.is_empty() { String::new() } else { format!("/{place}") };
            request.pointer_mut(&above).and_then(Value::as_object_mut).map(|members| members.remove(limit.member));
            let answer = call(&desk, &desk.caller, action, request);
            assert_eq!(answer.is_err(), limit.required, "{}: {place}/{}", action.name(), limit.member);
        }
    }
}

/// In JSON there is no other value: such a request is none.
#[test]
fn an_enumeration_has_the_values_of_the_model_and_no_others() {
    let desk = Desk::new();
    // What is a request is not performed.
    desk.engine.lock();
    let rows = || ENUMERATIONS.lines().map(|line| line.split(' ').collect::<Vec<_>>());
    let all: BTreeSet<String> =
        rows().flat_map(|row| row[2..].iter().map(|value| (*value).to_owned()).collect::<Vec<_>>()).collect();
    let odd = all.iter().map(|value| value.to_lowercase()).filter(|value| !all.contains(value));
    let values: Vec<String> = all.iter().cloned().chain(odd).chain([String::new(), "NONSENSE".into()]).collect();
    for row in rows().filter(|row| !ANSWERS.contains(&row[0])) {
        for (action, place, request) in places(row[0]) {
            let path = [&place, row[1]].map(|part| part.trim_matches('/')).join("/");
            for value in &values {
                let answer = call(
                    &desk,
                    &desk.caller,
                    action,
                    with(request.clone(), path.trim_start_matches('/'), json!(value)),
                );
                let known = row[2..].contains(&value.as_str());
                assert_eq!(answer.is_ok(), known, "{}: {path}: {value}", action.name());
            }
        }
    }
}

#[test]
fn what_is_answered_keeps_to_the_limits() {
    let desk = Desk::new();
    let root = desk.root();
    let about = || json!({"CertificateAuthorityArn": root});
    let grant = with(with(about(), "Principal", json!("acm.amazonaws.com")), "Actions", json!(["GetCertificate"]));
    let ask = |action, request| call(&desk, &desk.caller, action, request).unwrap().unwrap();
    ask(Action::CreatePermission, grant);
    let authority = ask(Action::DescribeCertificateAuthority, about())["CertificateAuthority"].clone();
    let permission = ask(Action::ListPermissions, about())["Permissions"][0].clone();
    for limit in limits().iter().filter(|limit| ANSWERS.contains(&limit.of)) {
        let answer = if limit.of == "Permission" { &permission } else { &authority };
        let value = &answer[limit.member];
        let size = value.as_array().map_or_else(|| value.as_str().unwrap().chars().count(), Vec::len) as i64;
        assert!((limit.least..=limit.most).contains(&size), "{}: {value}", limit.member);
        let fits = |pattern: &str| whole(pattern).is_match(value.as_str().unwrap());
        assert!(limit.pattern.is_none_or(fits), "{}: {value}", limit.member);
    }
}

#[test]
fn the_table_has_every_type() {
    let listed: BTreeSet<&str> = limits().iter().map(|limit| limit.of).collect();
    for data_type in DATA_TYPES {
        assert_ne!(listed.contains(data_type.name), WITHOUT.contains(&data_type.name), "{}", data_type.name);
    }
    for action in Action::ALL {
        assert!(listed.contains(format!("{}Request", action.name()).as_str()), "{}", action.name());
    }
}
