//! The resource policy of an authority: shares and text.

use super::bench::{Bench, forms_desk};
use super::desk::{Desk, id};
use canopy::ui::forms;
use canopy::workspace::AuthorityId;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

const ACCOUNT: &str = "111122223333";

pub(super) fn bench(desk: &Desk, authority: AuthorityId) -> Bench {
    Bench::new(&desk.engine, forms::put_policy(forms_desk(desk), authority).unwrap())
}

fn attached(desk: &Desk, authority: AuthorityId) -> Option<String> {
    desk.engine.snapshot().authority(authority).unwrap().policy.as_deref().map(str::to_owned)
}

/// The text as it stands in the editor.
fn text(bench: &Bench) -> String {
    let node = bench.harness.get_by_role_and_label(Role::MultilineTextInput, "Policy").accesskit_node();
    node.value().unwrap_or_default()
}

/// Puts another text in place of that in the editor.
fn rewrite(bench: &mut Bench, text: &str) {
    bench.focus(Role::MultilineTextInput, "Policy");
    bench.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    bench.harness.run_steps(2);
    bench.paste(text);
}

#[test]
fn an_authority_is_shared_with_an_account() {
    let desk = Desk::new();
    let root = id(&desk.root());
    let mut bench = bench(&desk, root);
    assert!(bench.has("Resource policy of Root"));
    bench.type_into("Principal 1", ACCOUNT);
    bench.choose("Template 1 of principal 1", "Client certificate");
    bench.press(Role::CheckBox, "Principal 1 may revoke certificates");
    let text = text(&bench);
    assert!(text.contains(ACCOUNT) && text.contains("EndEntityClientAuthCertificate/V1"), "{text}");
    bench.click(Role::Button, "Attach policy");
    bench.assert_done("Attached a policy to Root");
    assert_eq!(attached(&desk, root).unwrap(), text);
    assert!(text.contains("acm-pca:RevokeCertificate"));
}

#[test]
fn what_is_typed_into_the_text_appears_in_the_list() {
    let desk = Desk::new();
    let root = id(&desk.root());
    let mut bench = bench(&desk, root);
    bench.type_into("Principal 1", ACCOUNT);
    let changed = text(&bench).replace(ACCOUNT, "444455556666");
    rewrite(&mut bench, &changed);
    let node = bench.harness.get_by_role_and_label(Role::TextInput, "Principal 1").accesskit_node();
    assert_eq!(node.value().as_deref(), Some("444455556666"));
    bench.command_enter();
    bench.assert_done("Attached a policy to Root");
    assert_eq!(attached(&desk, root).unwrap(), changed);
}

#[test]
fn a_wrong_account_is_told_at_its_field_and_on_its_lines() {
    let desk = Desk::new();
    let root = id(&desk.root());
    let mut bench = bench(&desk, root);
    assert!(!bench.has("Expected"), "nothing is wrong before anything was typed");
    bench.type_into("Principal 1", "1111222233");
    let words = "An account has 12 digits, not 10";
    assert_eq!(bench.description(Role::TextInput, "Principal 1"), words);
    let said = bench.description(Role::MultilineTextInput, "Policy");
    assert_eq!(said.lines().count(), 2, "{said}");
    assert!(said.lines().all(|line| line.ends_with(words)), "{said}");
    assert!(bench.has("InvalidPolicyException"));
    bench.click(Role::Button, "Attach policy");
    assert!(!bench.state().closed && attached(&desk, root).is_none());
    bench.replace("Principal 1", ACCOUNT);
    assert!(!bench.has("An account has 12 digits"));
}

#[test]
fn the_button_of_an_empty_list_says_what_is_missing() {
    let desk = Desk::new();
    let mut bench = bench(&desk, id(&desk.root()));
    bench.click(Role::Button, "Attach policy");
    assert!(!bench.state().closed);
    assert!(bench.description(Role::TextInput, "Principal 1").starts_with("Expected an account of 12 digits"));
    bench.type_into("Principal 1", ACCOUNT);
    bench.press(Role::Button, "Remove template 1 of principal 1");
    assert!(bench.has("Who may read must also be allowed to issue or to revoke"));
    bench.press(Role::Button, "Add template to principal 1");
    assert!(!bench.has("Who may read must also"));
}

#[test]
fn a_text_that_is_no_json_stops_the_list_and_leaves_it_as_it_was() {
    let desk = Desk::new();
    let mut bench = bench(&desk, id(&desk.root()));
    bench.type_into("Principal 1", ACCOUNT);
    let good = text(&bench);
    rewrite(&mut bench, &good.replacen(',', ";", 1));
    assert!(bench.has("The text is not accepted as it stands"));
    assert!(bench.description(Role::MultilineTextInput, "Policy").starts_with("Line 2: Expected a comma or }"));
    bench.click(Role::Button, "Show line 2");
    assert!(bench.has("Line 2: Expected a comma or }, found \";\""));
    let field = |bench: &Bench| {
        let node = bench.harness.get_by_role_and_label(Role::TextInput, "Principal 1");
        (node.accesskit_node().is_disabled(), node.accesskit_node().value().unwrap_or_default())
    };
    assert_eq!(field(&bench), (true, ACCOUNT.into()));
    rewrite(&mut bench, &good);
    assert_eq!(field(&bench), (false, ACCOUNT.into()));
}

#[test]
fn a_policy_beyond_the_list_is_edited_as_text_only() {
    let desk = Desk::new();
    let root = id(&desk.root());
    let mut bench = bench(&desk, root);
    bench.choose("Kind of principal 1", "Organization");
    bench.type_into("Principal 1", "o-a1b2c3d4e5");
    let beyond = text(&bench).replace("\"*\"", &format!("{{\"AWS\": \"{ACCOUNT}\"}}"));
    rewrite(&mut bench, &beyond);
    assert!(bench.has("This form cannot say all that the text says"));
    assert!(bench.has("Account 111122223333 within organization o-a1b2c3d4e5"));
    assert!(bench.has("nobody yet"));
    assert!(bench.harness.query_by_role_and_label(Role::TextInput, "Principal 1").is_none());
    bench.click(Role::Button, "Attach policy");
    bench.assert_done("Attached a policy to Root");
    assert_eq!(attached(&desk, root).unwrap(), beyond);
}

#[test]
fn a_policy_that_is_attached_is_replaced() {
    let desk = Desk::new();
    let root = id(&desk.root());
    let mut first = bench(&desk, root);
    first.type_into("Principal 1", ACCOUNT);
    first.click(Role::Button, "Attach policy");
    let mut second = bench(&desk, root);
    assert_eq!(second.description(Role::Button, "Replace policy"), "Nothing has changed yet");
    second.press(Role::Button, "Add principal");
    second.choose("Kind of principal 2", "User or role");
    second.type_into("Principal 2", "arn:aws:iam::444455556666:role/Issuer");
    second.click(Role::Button, "Replace policy");
    second.assert_done("Replaced the policy of Root");
    let policy = attached(&desk, root).unwrap();
    assert!(policy.contains(ACCOUNT) && policy.contains("role/Issuer"));
    let mut third = bench(&desk, root);
    third.press(Role::Button, "Remove from the list, principal 1");
    assert!(!text(&third).contains(ACCOUNT) && text(&third).contains("role/Issuer"));
}

#[test]
fn the_request_is_shown_for_programs() {
    let desk = Desk::new();
    let mut bench = bench(&desk, id(&desk.root()));
    bench.type_into("Principal 1", ACCOUNT);
    let policy = text(&bench);
    bench.click(Role::Button, "API request");
    let request: serde_json::Value = serde_json::from_str(&bench.copied("Copy API request")).unwrap();
    assert_eq!(request["Policy"], policy);
    assert!(bench.copied("Copy Command").starts_with("aws acm-pca put-policy "));
    bench.click(Role::Button, "Policy as text");
    assert_eq!(text(&bench), policy);
}
