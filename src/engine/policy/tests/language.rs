//! What is accepted, and what is refused for which reason.

use super::*;

#[test]
fn the_samples_of_the_guide_are_accepted() {
    let document = accepted(&sample());
    assert_eq!(document.statements.len(), 2);
    assert!(document.statements[0].reads() && !document.statements[1].reads());
    assert_eq!(document.statements[1].templates, [Template::default_template()]);
    let document = accepted(&organization());
    assert_eq!(document.statements[0].principals, [Principal::Anyone]);
    assert_eq!(document.statements[0].members_of, [Membership::Organization("o-a1b2c3d4e5".into())]);
    assert_eq!(document.statements[1].except_accounts, ["111122223333"]);
}

#[test]
fn the_owner_may_be_a_principal_and_labels_may_be_absent() {
    let mut policy = sample();
    policy["Id"] = json!("shared");
    for statement in 0..2 {
        policy["Statement"][statement]["Principal"]["AWS"] = json!("111122223333");
        policy["Statement"][statement].as_object_mut().unwrap().remove("Sid");
    }
    assert_eq!(accepted(&policy).id.as_deref(), Some("shared"));
}

#[test]
fn several_templates_and_the_right_to_revoke_are_accepted() {
    let mut policy = sample();
    policy["Statement"][1]["Condition"]["StringEquals"]["acm-pca:TemplateArn"] = json!([
        template("EndEntityServerAuthCertificate/V1"),
        template("EndEntityClientAuthCertificate/V1"),
        template("SubordinateCACertificate_PathLen0/V1"),
        template("EndEntityServerAuthCertificate/V1"),
    ]);
    let mut revoke = policy["Statement"][0].clone();
    revoke["Action"] = json!("acm-pca:RevokeCertificate");
    policy["Statement"].as_array_mut().unwrap().push(revoke);
    let document = accepted(&policy);
    assert_eq!(document.statements[1].templates.len(), 3);
    let grants = grants(&document);
    assert_eq!(grants.len(), 1);
    assert!(grants[0].reads && grants[0].revokes && grants[0].nobody_yet.is_none());
    assert_eq!(grants[0].who, "Account 555555555555");
    assert_eq!(grants[0].templates.len(), 3);
}

#[test]
fn revoking_goes_with_the_reading_actions_in_one_statement() {
    let mut policy = sample();
    policy["Statement"].as_array_mut().unwrap().truncate(1);
    policy["Statement"][0]["Action"].as_array_mut().unwrap().push(json!("acm-pca:RevokeCertificate"));
    let document = accepted(&policy);
    assert!(document.allows(&may("555555555555", Action::RevokeCertificate, None)));
    assert!(document.allows(&may("555555555555", Action::ListTags, None)));
}

#[test]
fn principals_are_accounts_roots_users_and_roles() {
    let mut policy = sample();
    for statement in 0..2 {
        policy["Statement"][statement]["Principal"]["AWS"] = json!([
            "arn:aws:iam::555555555555:root",
            "arn:aws:iam::555555555555:user/division/alice@example.com",
            "arn:aws:iam::666666666666:role/Issuer",
            "555555555555",
        ]);
    }
    let document = accepted(&policy);
    let expected = [
        Principal::Account("555555555555".into()),
        Principal::Identity("arn:aws:iam::555555555555:user/division/alice@example.com".into()),
        Principal::Identity("arn:aws:iam::666666666666:role/Issuer".into()),
    ];
    assert_eq!(document.statements[0].principals, expected);
    let who = &grants(&document)[0].who;
    assert!(who.starts_with("Account 555555555555, user division/alice@example.com of account 5555"), "{who}");
}

#[test]
fn other_principals_are_refused() {
    for (value, words) in [
        (json!({ "AWS": "5555555555" }), "An account has 12 digits, not 10."),
        (json!({ "AWS": "5555555555555" }), "An account has 12 digits, not 13."),
        (json!({ "AWS": "" }), "Expected an account of 12 digits or the ARN of a user or role, found nothing."),
        (json!({ "AWS": "arn:aws:iam::55:root" }), "Expected an account"),
        (json!({ "AWS": "arn:aws:sts::555555555555:assumed-role/a/b" }), "Expected an account"),
        (json!({ "AWS": "arn:aws:iam::555555555555:group/a" }), "Expected an account"),
        (json!({ "AWS": "arn:aws:iam::555555555555:user/" }), "Expected an account"),
        (json!({ "AWS": "arn:aws:iam::555555555555:user/*" }), "Expected an account"),
        (json!({ "AWS": "arn:aws-cn:iam::555555555555:root" }), "Expected an ARN of the partition aws"),
        (json!({ "AWS": [] }), "Expected at least one, found an empty list."),
        (json!({ "AWS": [7] }), "Expected a text, found a number."),
        (json!({ "AWS": null }), "Expected a text or a list of texts, found null."),
        (json!({ "AWS": "*" }), "Everyone (*) is allowed only together with a condition on an organization."),
        (json!("*"), "Everyone (*) is allowed only together with a condition on an organization."),
        (json!(["*"]), "Expected an object or \"*\", found a list."),
        (json!({}), "AWS is missing."),
        (json!({ "Service": "pca-connector-scep.amazonaws.com" }), "A policy here grants nothing to a service."),
        (json!({ "Federated": "x", "AWS": "555555555555" }), "Expected AWS or Service, found Federated."),
    ] {
        let (path, message) = refused("/Statement/1/Principal", value);
        assert!(message.starts_with(words), "{message}");
        assert!(path.starts_with("Statement[1].Principal"), "{path}");
    }
}

#[test]
fn only_the_actions_of_the_language_are_granted() {
    for (value, path, words) in [
        (json!("acm-pca:*"), "Statement[1].Action", "Expected an action that a policy can grant, found acm-pca:*."),
        (json!(["acm-pca:DeletePolicy"]), "Statement[1].Action[0]", "Expected an action"),
        (json!("acm-pca:issuecertificate"), "Statement[1].Action", "Expected an action"),
        (json!("IssueCertificate"), "Statement[1].Action", "Expected an action"),
        (json!(["acm-pca:IssueCertificate", READ[0]]), "Statement[1].Action", "IssueCertificate stands in a statement"),
        (json!([]), "Statement[1].Action", "Expected at least one"),
        (json!({}), "Statement[1].Action", "Expected a text or a list of texts, found an object."),
    ] {
        let (found, message) = refused("/Statement/1/Action", value);
        assert!(message.starts_with(words), "{message}");
        assert_eq!(found, path);
    }
    let (path, message) = refused("/Statement/0/Action", json!(READ[..4]));
    assert_eq!(path, "Statement[0].Action");
    assert_eq!(message, "The five actions that read are granted together, and some are missing.");
    let mut policy = sample();
    policy["Statement"][0]["Action"] = json!(READ[..4]);
    assert_eq!(problems(&policy.to_string())[0].hint.as_deref(), Some("Add acm-pca:ListTags"));
    policy["Statement"][0]["Action"] = json!("acm-pca:listtags");
    assert_eq!(problems(&policy.to_string())[0].hint.as_deref(), Some("Write acm-pca:ListTags"));
}

#[test]
fn the_rest_of_a_statement_is_fixed() {
    let cases = [
        refused("/Version", json!("2008-10-17")),
        refused("/Statement/0/Effect", json!("Deny")),
        refused("/Statement/0/Effect", json!(true)),
        refused("/Statement/0/Resource", json!("*")),
        refused("/Statement/0/Resource", json!([ARN, format!("{ARN}/certificate/00112233445566778899aabbccddeeff")])),
        refused("/Statement/0/Sid", json!(1)),
        refused("/Statement", json!({})),
        refused("/Statement", json!([])),
        refused("/Statement/0", json!("x")),
        with("/Statement/0", "NotAction", json!("acm-pca:IssueCertificate")),
        with("/Statement/0", "NotPrincipal", json!({ "AWS": "555555555555" })),
        with("/Statement/0", "resource", json!(ARN)),
        with("", "Comment", json!("x")),
        with("", "Id", json!(null)),
    ];
    let expected = [
        ("Version", "Expected 2012-10-17, found 2008-10-17."),
        ("Statement[0].Effect", "Expected Allow, found Deny."),
        ("Statement[0].Effect", "Expected a text, found true."),
        ("Statement[0].Resource", "Expected the ARN of this authority, found *."),
        ("Statement[0].Resource[1]", "Expected the ARN of this authority, found arn:aws:"),
        ("Statement[0].Sid", "Expected a text, found a number."),
        ("Statement", "Expected a list of statements, found an object."),
        ("Statement", "A policy without a statement grants nothing."),
        ("Statement[0]", "Expected an object, found a text."),
        ("Statement[0]", "Expected Sid, Effect, Principal, Action, Resource or Condition, found NotAction."),
        ("Statement[0]", "Expected Sid, Effect, Principal, Action, Resource or Condition, found NotPrincipal."),
        ("Statement[0]", "Expected Sid, Effect, Principal, Action, Resource or Condition, found resource."),
        ("", "Expected Version, Id or Statement, found Comment."),
        ("Id", "Expected a text, found null."),
    ];
    for ((path, message), (expected_path, words)) in cases.into_iter().zip(expected) {
        assert_eq!(path, expected_path, "{message}");
        assert!(message.starts_with(words), "{message}");
    }
}

#[test]
fn every_member_that_is_needed_is_missed() {
    for (pointer, name) in [
        ("", "Version"),
        ("", "Statement"),
        ("/Statement/0", "Effect"),
        ("/Statement/0", "Principal"),
        ("/Statement/0", "Action"),
        ("/Statement/0", "Resource"),
    ] {
        let mut policy = sample();
        policy.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(name);
        let (path, message) = only(&policy);
        assert_eq!(message, format!("{name} is missing."));
        assert!(path.ends_with(name), "{path}");
    }
}

#[test]
fn conditions_are_those_of_the_language() {
    let equals = |value: Value| json!({ "StringEquals": value });
    let default = template("EndEntityCertificate/V1");
    for (value, words) in [
        (json!({ "StringLike": { "acm-pca:TemplateArn": default } }), "Expected StringEquals, StringNotEquals, "),
        (json!({}), "IssueCertificate needs a condition that names its template."),
        (equals(json!({ "acm-pca:TemplateArn": "arn:aws:acm-pca:::template/No/V1" })), "Expected the ARN of a cert"),
        (equals(json!({ "acm-pca:TemplateArn": "arn:aws-cn:acm-pca:::template/EndEntityCertificate/V1" })), "Expected"),
        (equals(json!({ "acm-pca:TemplateArn": [] })), "Expected at least one"),
        (equals(json!({ "acm-pca:TemplateArn": default, "aws:SourceIp": "::1" })), "Expected acm-pca:TemplateArn or "),
        (equals(json!({ "acm-pca:TemplateArn": default, "aws:PrincipalOrgID": "o-1" })), "Expected the ID of an org"),
        (
            json!({ "StringEquals": { "acm-pca:TemplateArn": default }, "StringNotEquals": { "aws:PrincipalAccount": "1" } }),
            "Expected an account of 12 digits",
        ),
        (
            json!({
                "StringEquals": { "acm-pca:TemplateArn": default },
                "ForAnyValue:StringEquals": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/*" },
            }),
            "Expected the path of an organizational unit",
        ),
        (
            json!({
                "StringEquals": { "acm-pca:TemplateArn": default, "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
                "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/*" },
            }),
            "One condition on an organization or its units is enough, found two.",
        ),
    ] {
        let (path, message) = refused("/Statement/1/Condition", value);
        assert!(message.starts_with(words), "{message}");
        assert!(path.starts_with("Statement[1].Condition"), "{path}");
    }
    let (path, message) =
        with("/Statement/0", "Condition", json!({ "StringEquals": { "acm-pca:TemplateArn": default } }));
    assert_eq!(path, "Statement[0].Condition.StringEquals.acm-pca:TemplateArn");
    assert_eq!(message, "Only IssueCertificate has a template.");
}

#[test]
fn organizational_units_are_paths() {
    let unit = |path: &str, operator: &str| {
        let mut policy = organization();
        for statement in policy["Statement"].as_array_mut().unwrap() {
            statement["Condition"]["StringEquals"].as_object_mut().unwrap().remove("aws:PrincipalOrgID");
            statement["Condition"][operator] = json!({ "aws:PrincipalOrgPaths": [path] });
        }
        policy["Statement"][1]["Condition"].as_object_mut().unwrap().remove("StringEquals");
        check(&policy.to_string(), &authority())
    };
    for path in ["o-a1b2c3d4e5/", "o-a1b2c3d4e5/r-ab12/", "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/ou-ab12-22222222/"] {
        assert!(unit(path, "ForAnyValue:StringEquals").is_ok(), "{path}");
        assert!(unit(&format!("{path}*"), "ForAnyValue:StringLike").is_ok(), "{path}");
        assert!(unit(&format!("{path}*"), "ForAnyValue:StringEquals").is_err(), "{path}");
        assert!(unit(path.trim_end_matches('/'), "ForAnyValue:StringLike").is_err(), "{path}");
    }
    for path in ["*", "/", "o-*/", "o-a1b2c3d4e5/x/", "o-a1b2c3d4e5/r-ab12/*/*", "o-a1b2c3d4e5/r-ab12/ou-ab12/"] {
        assert!(unit(path, "ForAnyValue:StringLike").is_err(), "{path}");
    }
    let document = unit("o-a1b2c3d4e5/r-ab12/*", "ForAnyValue:StringLike").unwrap();
    assert!(grants(&document)[0].nobody_yet.is_some());
    let access = may("555555555555", Action::ListTags, None);
    assert!(!document.allows(&Access { organization: Some("o-a1b2c3d4e5"), ..access }));
}

#[test]
fn a_statement_that_is_required_is_missed_for_each_principal() {
    let mut policy = sample();
    policy["Statement"].as_array_mut().unwrap().remove(0);
    let (path, message) = only(&policy);
    assert_eq!(path, "Statement[0].Principal");
    assert_eq!(message, "Who may issue or revoke must also be allowed to read.");
    let mut policy = sample();
    policy["Statement"].as_array_mut().unwrap().truncate(1);
    assert_eq!(only(&policy).1, "Who may read must also be allowed to issue or to revoke.");
    let mut policy = sample();
    policy["Statement"][1]["Principal"]["AWS"] = json!("666666666666");
    let found = problems(&policy.to_string());
    let paths: Vec<&str> = found.iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(paths, ["Statement[0].Principal", "Statement[1].Principal"]);
    policy["Statement"][0]["Principal"]["AWS"] = json!(["666666666666", "arn:aws:iam::666666666666:root"]);
    accepted(&policy);
    let mut policy = organization();
    policy["Statement"][1]["Condition"]["StringEquals"]["aws:PrincipalOrgID"] = json!("o-bbbbbbbbbb");
    assert_eq!(problems(&policy.to_string()).len(), 2);
}
