//! Policies that a form can say, written and read back.

use super::*;

#[test]
fn the_samples_are_expressible_in_a_form() {
    let model = PolicyModel::of(&accepted(&sample())).unwrap();
    let who = Who::Account("555555555555".into());
    assert_eq!(model.shares, [Share::issuing(who, Template::default_template())]);
    let written: Value = serde_json::from_str(&model.to_json(&authority())).unwrap();
    assert_eq!(written, sample());
    assert!(
        model
            .to_json(&authority())
            .starts_with("{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\n      \"Sid\": \"1\",")
    );
    assert_eq!(model.share_of_statements(), [0, 0]);
    let model = PolicyModel::of(&accepted(&organization())).unwrap();
    assert_eq!(model.shares[0].who, Who::Organization("o-a1b2c3d4e5".into()));
    assert_eq!(model.shares[0].except_accounts, ["111122223333"]);
}

#[test]
fn what_a_form_cannot_say_is_no_model() {
    let mut policy = sample();
    for statement in policy["Statement"].as_array_mut().unwrap() {
        statement["Condition"]["StringEquals"]["aws:PrincipalOrgID"] = json!("o-a1b2c3d4e5");
    }
    let document = accepted(&policy);
    assert_eq!(PolicyModel::of(&document), None);
    assert_eq!(grants(&document)[0].who, "Account 555555555555 within organization o-a1b2c3d4e5");
    let mut policy = organization();
    policy["Statement"][1]["Condition"].as_object_mut().unwrap().remove("StringNotEquals");
    assert_eq!(PolicyModel::of(&accepted(&policy)), None);
}

#[test]
fn a_draft_that_is_not_valid_is_refused_at_its_share() {
    let mut model = PolicyModel::of(&accepted(&sample())).unwrap();
    model.shares.push(Share::issuing(Who::Account("1111222233".into()), Template::default_template()));
    let found = problems(&model.to_json(&authority()));
    assert_eq!(found.len(), 2);
    for (problem, statement) in found.iter().zip([2, 3]) {
        assert_eq!(problem.path, format!("Statement[{statement}].Principal.AWS"));
        assert_eq!(model.share_of_statements()[statement], 1);
    }
}

fn whos() -> impl Strategy<Value = Who> {
    prop_oneof![
        "[0-9]{12}".prop_map(Who::Account),
        "[0-9]{12}:(user|role)/[a-z]{1,8}".prop_map(|rest| Who::Identity(format!("arn:aws:iam::{rest}"))),
        "o-[a-z0-9]{10}".prop_map(Who::Organization),
        "o-[a-z0-9]{10}/(r-[a-z0-9]{4}/(ou-[a-z0-9]{4}-[a-z0-9]{8}/){0,2})?\\*?".prop_map(Who::Unit),
    ]
}

fn shares() -> impl Strategy<Value = Share> {
    // A statement each: with all of them on every share the text would be longer than a policy may be.
    let templates = proptest::sample::subsequence(TEMPLATES.iter().collect::<Vec<_>>(), 0..12);
    let except = proptest::collection::btree_set("[0-9]{12}", 0..3);
    (whos(), except, templates, any::<bool>()).prop_map(|(who, except, templates, revokes)| Share {
        who,
        except_accounts: except.into_iter().collect(),
        revokes: revokes || templates.is_empty(),
        templates,
    })
}

proptest! {
    #[test]
    fn a_model_comes_back_from_its_json(mut shares in proptest::collection::vec(shares(), 1..6), id: Option<bool>) {
        let mut seen = Vec::new();
        shares.retain(|share| {
            let new = !seen.contains(&share.who);
            seen.push(share.who.clone());
            new
        });
        let model = PolicyModel { id: id.map(|id| format!("\"{id}\"\n")), shares };
        let text = model.to_json(&authority());
        let document = check(&text, &authority()).map_err(|problems| TestCaseError::fail(format!("{problems:?}")))?;
        prop_assert_eq!(document.statements.len(), model.share_of_statements().len());
        prop_assert_eq!(PolicyModel::of(&document), Some(model));
    }
}
