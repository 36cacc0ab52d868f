//! Texts that are no JSON or are hostile, and where problems stand.

use super::*;

#[test]
fn each_problem_has_its_place() {
    let text = serde_json::to_string_pretty(&sample()).unwrap().replace("\"Allow\"", "\"Deny\"");
    let found = problems(&text);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(found.len(), 2);
    for problem in &found {
        let marked: String = lines[problem.line - 1].chars().skip(problem.column - 1).take(problem.length).collect();
        assert_eq!(marked, "\"Deny\"");
    }
    let text = sample().to_string().replace("EndEntityCertificate", "EndEntityCértificate");
    let problem = &problems(&text)[0];
    assert_eq!(problem.line, 1);
    let marked: String = text.chars().skip(problem.column - 1).take(problem.length).collect();
    assert_eq!(marked, "\"arn:aws:acm-pca:::template/EndEntityCértificate/V1\"");
}

#[test]
fn the_api_is_told_the_first_problem_and_how_many_more() {
    let text = serde_json::to_string_pretty(&sample()).unwrap().replace("\"Allow\"", "\"Deny\"");
    let error = read(&text, &authority()).unwrap_err();
    let Error::InvalidPolicy(refusal) = &error else { panic!("{error}") };
    assert_eq!(refusal.member.as_deref(), Some("policy"));
    assert_eq!(refusal.message, "Statement[0].Effect, line 6, column 17: Expected Allow, found Deny. 1 problem more.");
    assert!(refusal.hint.is_some());
    let error = read("[]", &authority()).unwrap_err();
    assert_eq!(error.to_string(), "InvalidPolicyException: line 1, column 1: Expected an object, found a list.");
}

#[test]
fn what_is_no_json_is_refused_where_it_stops() {
    for (text, place, words) in [
        ("", (1, 1, 0), "Expected a value, found the end of the text."),
        ("{\n  \"Version\" \"x\"", (2, 13, 1), "Expected a colon, found \"\\\"\"."),
        ("{\n  \"Version\": \"x\n}", (2, 16, 0), "Expected the rest of a text, found \"\\n\"."),
        ("{\"Version\": \"x", (1, 13, 2), "This text has no end."),
        ("{\"a\":1,\n\"a\":2}", (2, 1, 3), "a stands twice in the same object."),
        ("{\"a\":1,\"\\u0061\":2}", (1, 8, 8), "a stands twice in the same object."),
        ("{\"a\":1,}", (1, 8, 1), "Expected a name in quotation marks, found \"}\"."),
        ("{\"a\":[1,]}", (1, 9, 1), "Expected a value, found \"]\"."),
        ("{\"a\":[1 2]}", (1, 9, 1), "Expected a comma or ], found \"2\"."),
        ("{'a':1}", (1, 2, 1), "Expected a name in quotation marks, found \"'\"."),
        ("{\"a\":1} x", (1, 9, 1), "Expected the end of the policy, found \"x\"."),
        ("{\"a\":01}", (1, 7, 1), "Expected a comma or }, found \"1\"."),
        ("{\"a\":-}", (1, 7, 1), "Expected a digit, found \"}\"."),
        ("{\"a\":1.e2}", (1, 8, 1), "Expected a digit, found \"e\"."),
        ("{\"a\":nul}", (1, 6, 1), "Expected a value, found \"n\"."),
        ("{\"a\":\"\\x\"}", (1, 8, 1), "Expected one of "),
        ("{\"a\":\"\\u12g4\"}", (1, 11, 1), "Expected four hexadecimal digits, found \"g\"."),
        ("{\"a\":\"\\ud800\"}", (1, 7, 6), "This is one half of a character."),
        ("{\"a\":\"\\ud800\\u0041\"}", (1, 7, 12), "This is one half of a character."),
        ("{\"é\":\"\u{2028}\"}", (1, 7, 1), "Expected characters up to U+00FF, found U+2028."),
        ("{\"a\":\"\u{0}\"}", (1, 7, 1), "Expected characters up to U+00FF, found U+0000."),
    ] {
        let found = problems(text);
        let [problem] = found.as_slice() else { panic!("{found:#?}") };
        assert!(problem.message.starts_with(words), "{text}: {}", problem.message);
        assert_eq!((problem.line, problem.column, problem.length), place, "{text}: {}", problem.message);
    }
}

#[test]
fn escapes_are_read() {
    let text = sample().to_string().replace("\"Allow\"", "\"\\u0041l\\u006Cow\"");
    assert!(check(&text, &authority()).is_ok());
    let named = sample().to_string().replace("\"Sid\":\"1\"", "\"Sid\":\"\\ud83c\\udf33\\\"\\\\\\/\\b\\f\\n\\r\\t\"");
    let document = check(&named, &authority()).unwrap();
    assert_eq!(document.statements[0].sid.as_deref(), Some("\u{1f333}\"\\/\u{8}\u{c}\n\r\t"));
}

#[test]
fn hostile_texts_are_refused_in_bounded_time() {
    let deep = "[".repeat(MAX_LENGTH);
    assert!(problems(&deep)[0].message.starts_with("Expected at most 64 levels"));
    let deep = "{\"a\":".repeat(16_000);
    assert!(problems(&deep)[0].message.starts_with("Expected at most 64 levels"));
    assert!(problems(&" ".repeat(MAX_LENGTH + 1))[0].message.starts_with("Expected a policy of at most 81920"));
    assert!(problems(&"é".repeat(MAX_LENGTH))[0].message.starts_with("Expected a value"));
    let many: Vec<String> = (0..9_000).map(|name| format!("\"{name}\":0")).collect();
    assert!(problems(&format!("{{{}}}", many.join(","))).len() > 9_000);
    let long = "x".repeat(80_000);
    let problem = &problems(&format!("{{\"{long}\":0}}"))[0];
    assert!(problem.message.len() < 200);
    let accounts: Vec<String> = (0..2_500).map(|account| format!("{account:012}")).collect();
    let organizations: Vec<String> = (0..2_500).map(|organization| format!("o-{organization:010}")).collect();
    let policy = json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": { "AWS": accounts }, "Action": READ, "Resource": ARN,
        "Condition": { "StringEquals": { "aws:PrincipalOrgID": organizations } },
    }] });
    assert_eq!(problems(&policy.to_string()).len(), 2_500);
}

proptest! {
    #[test]
    fn a_text_that_lost_a_part_is_refused_without_harm(cut in 0usize..1_400, length in 1usize..40) {
        let text = serde_json::to_string_pretty(&sample()).unwrap();
        let kept: String = text.chars().take(cut).chain(text.chars().skip(cut + length)).collect();
        match check(&kept, &authority()) {
            Ok(document) => prop_assert!(document.statements.len() == 2),
            Err(problems) => {
                prop_assert!(!problems.is_empty());
                for problem in problems {
                    let line = kept.split('\n').nth(problem.line - 1).unwrap_or_default();
                    prop_assert!(problem.column - 1 + problem.length <= line.chars().count(), "{:?}", problem);
                }
            }
        }
    }
    #[test]
    fn the_reader_accepts_what_another_reader_accepts(text in "[\\[\\]{}\",:0-9.eE+\\-a-f\\\\u tru\\n]{0,40}") {
        let ours = super::json::read(&text).is_ok();
        let theirs = serde_json::from_str::<Value>(&text);
        match theirs {
            Ok(_) if !ours => {
                let twice = super::json::read(&text).is_err_and(|fault| format!("{fault:?}").contains("twice"));
                prop_assert!(twice, "{:?}", text);
            }
            Ok(_) => {}
            // A number too large for another reader is still one.
            Err(error) => prop_assert!(!ours || error.to_string().contains("out of range"), "{:?}: {}", text, error),
        }
    }
}
