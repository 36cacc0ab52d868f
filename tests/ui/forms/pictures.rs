//! How the forms look, in the dark and in the light.

use super::bench::{Bench, forms_desk};
use super::desk::Desk;
use crate::harness::snapshot;
use canopy::ui::ask::{Answer, Slot};
use canopy::ui::forms::{self, Form};
use canopy::ui::theme::Theme;
use egui::accesskit::Role;

pub fn in_both(name: &str, desk: &Desk, form: impl Fn() -> Box<dyn Form>, fill: impl Fn(&mut Bench)) {
    for (theme, suffix) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
        let mut bench = Bench::themed(&desk.engine, form(), theme);
        fill(&mut bench);
        // Nothing looks pointed at where the last click was.
        bench.harness.event(egui::Event::PointerGone);
        bench.settle();
        snapshot(&mut bench.harness, &format!("form-{name}-{suffix}"));
    }
}

/// The smallest window that everything must fit.
const SMALL: [f32; 2] = [1000.0, 700.0];

/// In both themes and in the small window.
fn everywhere(name: &str, desk: &Desk, form: impl Fn() -> Box<dyn Form>, fill: impl Fn(&mut Bench)) {
    in_both(name, desk, &form, &fill);
    let mut bench = Bench::sized(&desk.engine, form(), Theme::Light, SMALL);
    fill(&mut bench);
    bench.harness.event(egui::Event::PointerGone);
    bench.settle();
    snapshot(&mut bench.harness, &format!("form-{name}-small"));
}

fn desk() -> Desk {
    let desk = Desk::new();
    let root = desk.root();
    desk.subordinate(&root);
    desk
}

#[test]
fn a_new_subordinate() {
    let desk = desk();
    in_both(
        "new-subordinate",
        &desk,
        || forms::new_subordinate(forms_desk(&desk), None),
        |bench| {
            bench.type_text("Prod Issuing CA");
            bench.wait_for("Common name: Prod Issuing CA");
        },
    );
}

#[test]
fn issuing_with_a_new_key() {
    let desk = desk();
    in_both(
        "issue-new-key",
        &desk,
        || forms::issue(forms_desk(&desk), None, None).unwrap(),
        |bench| {
            bench.click(Role::RadioButton, "New key here");
            bench.settle();
            bench.type_text("db.acme.example");
            bench.click(Role::Button, "Add db.acme.example as a name");
            bench.wait_for("Common name: db.acme.example");
        },
    );
}

#[test]
fn saving() {
    let desk = desk();
    let issuing = desk.engine.snapshot().authorities().find(|found| found.parent.is_some()).unwrap().arn.to_string();
    let arn: canopy::workspace::CertificateArn = desk.issue(&issuing, "api.acme.example").parse().unwrap();
    in_both("save", &desk, || forms::save_certificates(forms_desk(&desk), std::slice::from_ref(&arn)).unwrap(), |_| {});
}

#[test]
fn the_workspace() {
    let desk = desk();
    in_both("new-workspace", &desk, || forms::new_workspace("~/Canopy"), |_| {});
    in_both("settings", &desk, || forms::settings(forms_desk(&desk)), |_| {});
    in_both("buckets", &desk, || forms::buckets(forms_desk(&desk), None), |_| {});
    everywhere(
        "bucket-store",
        &desk,
        || forms::buckets(forms_desk(&desk), None),
        |bench| {
            bench.type_into("Name", "acme-public");
            bench.click(Role::RadioButton, "S3-compatible store");
            bench.type_into("Endpoint", "https://minio.acme.example:9000");
            bench.type_into("Access key ID", "canopy");
            bench.type_secret("Secret access key", "correct horse battery");
        },
    );
    in_both("passphrase", &desk, || forms::change_passphrase(forms_desk(&desk)), |_| {});
}

#[test]
fn folds() {
    let desk = Desk::new();
    in_both(
        "folds",
        &desk,
        || forms::new_root(forms_desk(&desk)),
        |bench| {
            bench.type_text("Acme Root G2");
            bench.click(Role::Button, "Use, extensions, key storage");
            bench.click(Role::Button, "Add service");
            bench.click(Role::Button, "Revocation");
            bench.click(Role::CheckBox, "Answer OCSP requests");
            bench.click(Role::Button, "Add attribute");
            bench.choose("Attribute 2", "Country");
            bench.type_into("Country", "Germany");
        },
    );
}

#[test]
fn installing() {
    let desk = desk();
    let request = super::desk::authority_request("SUBORDINATE", "Partner CA", "EC_prime256v1", "SHA256WITHECDSA");
    let arn = desk.call::<canopy::engine::api::CreateCertificateAuthorityRequest>(request).unwrap();
    let arn: canopy::workspace::CertificateAuthorityArn = arn.certificate_authority_arn.parse().unwrap();
    in_both(
        "install",
        &desk,
        || forms::install(forms_desk(&desk), arn.id).unwrap(),
        |bench| {
            bench.click(Role::RadioButton, "Elsewhere");
        },
    );
}

#[test]
fn configuring() {
    let desk = desk();
    let root = desk.engine.snapshot().authorities().find(|found| found.parent.is_none()).unwrap().id();
    in_both(
        "update",
        &desk,
        || forms::update(forms_desk(&desk), root).unwrap(),
        |bench| {
            bench.click(Role::CheckBox, "Sign and publish a CRL");
        },
    );
    in_both("note", &desk, || forms::annotate_authority(forms_desk(&desk), root).unwrap(), |_| {});
}

#[test]
fn tags() {
    let desk = desk();
    let root = desk.engine.snapshot().authorities().find(|found| found.parent.is_none()).unwrap().arn.clone();
    let tags =
        serde_json::json!([{"Key": "env", "Value": "production"}, {"Key": "team", "Value": "pki"}, {"Key": "pilot"}]);
    let request = serde_json::json!({"CertificateAuthorityArn": root.to_string(), "Tags": tags});
    desk.call::<canopy::engine::api::TagCertificateAuthorityRequest>(request).unwrap();
    in_both(
        "tag",
        &desk,
        || forms::tag(forms_desk(&desk), root.id, Some("env")).unwrap(),
        |bench| {
            bench.replace("Value of tag 1", "staging");
            bench.click(Role::Button, "Add tag");
            bench.type_into("Key of tag 2", "aws:owner");
        },
    );
    in_both("untag", &desk, || forms::untag(forms_desk(&desk), root.id, Some("team")).unwrap(), |_| {});
}

#[test]
fn deleting_and_restoring() {
    let desk = Desk::new();
    let root = desk.root_from(super::desk::root_with_crl());
    desk.engine.sign_crl(&desk.caller, super::desk::id(&root)).unwrap();
    let issuing = desk.subordinate(&root);
    desk.issue(&issuing, "api.acme.example");
    in_both("delete", &desk, || forms::delete(forms_desk(&desk), super::desk::id(&root)).unwrap(), |_| {});
    desk.set_status(&issuing, "DISABLED");
    let delete = serde_json::json!({"CertificateAuthorityArn": issuing});
    desk.call::<canopy::engine::api::DeleteCertificateAuthorityRequest>(delete).unwrap();
    desk.later(7 * 24 * 60 * 60);
    in_both("restore", &desk, || forms::restore(forms_desk(&desk), super::desk::id(&issuing)).unwrap(), |_| {});
}

#[test]
fn asking_the_api() {
    use canopy::engine::Action;
    let desk = desk();
    let root = desk.engine.snapshot().authorities().find(|found| found.parent.is_none()).unwrap().arn.id;
    in_both(
        "ask",
        &desk,
        || forms::read(forms_desk(&desk), Action::DescribeCertificateAuthority, Some(root), None).unwrap(),
        |bench| bench.click(Role::Button, "Describe an authority"),
    );
    in_both(
        "ask-pages",
        &desk,
        || forms::read(forms_desk(&desk), Action::ListCertificateAuthorities, Some(root), None).unwrap(),
        |bench| {
            bench.type_into("Items on a page", "1");
            bench.click(Role::Button, "List authorities");
            bench.settle();
            bench.type_into("Page token", "none of ours");
            bench.click(Role::Button, "List authorities");
        },
    );
}

#[test]
fn the_request_for_programs() {
    let desk = desk();
    in_both(
        "api-request",
        &desk,
        || forms::issue(forms_desk(&desk), None, None).unwrap(),
        |bench| {
            bench.click(Role::RadioButton, "New key here");
            bench.settle();
            bench.type_text("db.acme.example");
            bench.click(Role::Button, "API request");
        },
    );
}

#[test]
fn what_is_wrong_with_a_file() {
    let desk = desk();
    in_both(
        "issue-trouble",
        &desk,
        || forms::issue(forms_desk(&desk), None, None).unwrap(),
        |bench| {
            let content = Ok(b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n".to_vec());
            let answer = Answer::Opened { slot: Slot::Dropped, path: "~/web-frontend.csr".into(), content };
            bench.state().form.answer(answer, &mut Vec::new());
        },
    );
}

#[test]
fn every_kind_of_name() {
    let desk = desk();
    in_both(
        "names",
        &desk,
        || forms::issue(forms_desk(&desk), None, None).unwrap(),
        |bench| {
            bench.click(Role::RadioButton, "New key here");
            bench.settle();
            bench.type_text("db.acme.example");
            for (number, kind) in [(1, "DNS name"), (2, "Other name"), (3, "Directory name")] {
                bench.click(Role::Button, "Add name");
                if kind != "DNS name" {
                    bench.choose(&format!("Kind of name {number}"), kind);
                }
            }
            bench.type_into("DNS name", "db.acme.example");
            bench.type_into("Type of name 2", "no oid");
            bench.type_into("Other name", "anna@acme.example");
            bench.type_into("Common name of name 3", "Anna");
        },
    );
}

fn issue_from_csr(desk: &Desk) -> Box<dyn Form> {
    let request = Some(("web-frontend.csr".into(), super::desk::csr("api.acme.example").into_bytes()));
    forms::issue(forms_desk(desk), None, request).unwrap()
}

/// Turns the wheel over the fields.
fn scroll(bench: &mut Bench, by: f32) {
    bench.harness.event(egui::Event::PointerMoved(egui::pos2(300.0, 400.0)));
    bench.harness.run_steps(2);
    bench.harness.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, -by),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Trackpad,
        modifiers: egui::Modifiers::NONE,
    });
    bench.settle();
}

#[test]
fn all_templates() {
    let desk = desk();
    let form = || issue_from_csr(&desk);
    everywhere("templates", &desk, form, |bench| {
        bench.press(Role::RadioButton, "Both");
        bench.press(Role::Button, "All templates, by API name");
        bench.type_into("Find a template", "blank");
        scroll(bench, 120.0);
    });
}

#[test]
fn what_the_request_adds() {
    let desk = desk();
    let form = || issue_from_csr(&desk);
    everywhere("added", &desk, form, |bench| {
        bench.press(Role::RadioButton, "This form");
        bench.type_into("Common name", "shop.acme.example");
        for (label, name) in [("DNS name", "shop.acme.example"), ("DNS name 2", "www.acme.example")] {
            bench.press(Role::Button, "Add name");
            bench.type_into(label, name);
        }
        bench.press(Role::Button, "Add name");
        bench.choose("Kind of name 3", "Other name");
        bench.type_into("Type of name 3", "1.3.6.1.4.1.311.20.2.3");
        bench.type_into("Other name", "anna@acme.example");
        scroll(bench, 400.0);
    });
}

#[test]
fn usage_and_policies() {
    let desk = desk();
    let form = || issue_from_csr(&desk);
    everywhere("usage", &desk, form, |bench| {
        bench.press(Role::RadioButton, "This form");
        bench.press(Role::Button, "Key usage and purposes");
        bench.press(Role::CheckBox, "Digital signature");
        bench.press(Role::Button, "Add purpose");
        bench.press(Role::Button, "Add purpose");
        bench.choose("Purpose 2", "Other");
        bench.type_into("Object identifier of purpose 2", "1.3.6.1.4.1.311.10.3.4");
        bench.press(Role::Button, "Certificate policies");
        bench.press(Role::Button, "Add policy");
        bench.type_into("Object identifier of policy 1", "2.23.140.1.2");
        bench.press(Role::Button, "Add practice statement to policy 1");
        bench.type_into("Practice statement 1 of policy 1", "https://pki.acme.example/cps");
        bench.press(Role::Button, "Add policy");
        bench.type_into("Object identifier of policy 2", "policy");
        scroll(bench, 640.0);
    });
}

#[test]
fn other_extensions() {
    let desk = desk();
    let form = || issue_from_csr(&desk);
    everywhere("extensions", &desk, form, |bench| {
        bench.press(Role::RadioButton, "This form");
        bench.press(Role::Button, "Other extensions");
        bench.press(Role::Button, "Add extension");
        bench.type_into("Object identifier of extension 1", "1.3.6.1.5.5.7.1.24");
        bench.type_into("Value of extension 1", "MAMCAQU=");
        bench.press(Role::Button, "Add extension");
        bench.type_into("Object identifier of extension 2", "1.2.3.6");
        bench.type_into("Value of extension 2", "BQAF");
        bench.press(Role::CheckBox, "Critical extension 2");
        scroll(bench, 900.0);
    });
}

#[test]
fn a_name_is_offered() {
    let desk = desk();
    let mut parameters = rcgen::CertificateParams::default();
    parameters.distinguished_name = rcgen::DistinguishedName::new();
    parameters.distinguished_name.push(rcgen::DnType::CommonName, "old.acme.example");
    let csr = parameters.serialize_request(&rcgen::KeyPair::generate().unwrap()).unwrap();
    let request = || Some(("old.csr".into(), csr.der().to_vec()));
    everywhere("no-names", &desk, || forms::issue(forms_desk(&desk), None, request()).unwrap(), |_| {});
}

#[test]
fn sharing() {
    let desk = desk();
    let root = desk.engine.snapshot().authorities().find(|found| found.parent.is_none()).unwrap().id();
    in_both(
        "policy",
        &desk,
        || forms::put_policy(forms_desk(&desk), root).unwrap(),
        |bench| {
            bench.type_into("Principal 1", "111122223333");
            bench.press(Role::Button, "Add template to principal 1");
            bench.press(Role::Button, "Add principal");
            bench.type_into("Principal 2", "1111222233");
        },
    );
}

#[test]
fn granting_and_withdrawing() {
    let desk = desk();
    let root = desk.engine.snapshot().authorities().find(|found| found.parent.is_none()).unwrap().arn.clone();
    super::permission::grant(&desk, &root.to_string(), "111122223333");
    super::permission::attach(&desk, &root.to_string());
    in_both(
        "grant",
        &desk,
        || forms::create_permission(forms_desk(&desk), root.id).unwrap(),
        |bench| bench.click(Role::CheckBox, "See who is permitted what"),
    );
    let withdraw = || forms::delete_permission(forms_desk(&desk), root.id, None).unwrap();
    in_both("withdraw", &desk, withdraw, |_| {});
    in_both("remove-policy", &desk, || forms::delete_policy(forms_desk(&desk), root.id).unwrap(), |_| {});
}
