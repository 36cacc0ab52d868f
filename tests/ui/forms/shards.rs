//! A CRL that is partitioned, from the form that says so to the one that revokes.

use super::bench::{Bench, forms_desk};
use super::desk::Desk;
use canopy::ui::forms;
use canopy::workspace::{CertificateArn, CertificateAuthorityArn, CertificateStatus, CrlType};
use egui::accesskit::Role;

#[test]
fn a_crl_is_partitioned_and_each_shard_tells_its_own() {
    let desk = Desk::with_shards(1);
    let root: CertificateAuthorityArn = desk.root().parse().unwrap();
    let mut bench = Bench::new(&desk.engine, forms::update(forms_desk(&desk), root.id).unwrap());
    bench.click(Role::CheckBox, "Sign and publish a CRL");
    bench.choose("Kind of CRL", "A list for every 20,000 certificates");
    bench.click(Role::Button, "Save changes");
    bench.assert_done("Root is updated");
    let stored = || desk.engine.snapshot().authority(root.id).unwrap().clone();
    assert_eq!(stored().enabled_crl().unwrap().crl_type, Some(CrlType::Partitioned));
    let issue = |name: &str| desk.issue(&root.to_string(), name).parse::<CertificateArn>().unwrap();
    let (first, both) = (issue("a.example.com"), [issue("b.example.com"), issue("c.example.com")]);
    desk.engine.sign_crl(&desk.caller, root.id).unwrap();

    let shards = stored().crl_partitions.clone();
    let mut bench = Bench::new(&desk.engine, forms::revoke(forms_desk(&desk), &[first]).unwrap());
    assert!(bench.has("The CRL of Root is signed") && bench.has(&shards[0].address), "the list of its shard");
    bench.click(Role::RadioButton, "Superseded");
    bench.click(Role::Button, "Revoke certificate");
    bench.assert_done("Revoked a.example.com; the CRL is published");
    let entries = || stored().crl_partitions.iter().map(|shard| shard.crl.entries).collect::<Vec<_>>();
    assert_eq!(entries(), [1, 0, 0]);

    let mut bench = Bench::new(&desk.engine, forms::revoke(forms_desk(&desk), &both).unwrap());
    assert!(bench.has("2 lists of Root are signed") && bench.has(&format!("published/crl/{}/", root.id)));
    bench.click(Role::RadioButton, "Superseded");
    bench.click(Role::Button, "Revoke 2 certificates");
    bench.assert_done("Revoked 2 certificates; the CRL is published");
    assert_eq!(entries(), [1, 1, 1]);
    let workspace = desk.engine.snapshot();
    let revoked = |row: &canopy::workspace::CertificateRow<'_>| {
        matches!(row.status(desk.engine.now()), CertificateStatus::Revoked(_))
    };
    assert_eq!(workspace.certificates().rows(0..usize::MAX).filter(revoked).count(), 3);
}
