//! What waits for the passphrase, as the dialog that asks for it tells.

use super::Desk;
use crate::engine::{Destruction, is_renewal_due};
use crate::ui::kit::{Status, group_heading_ui, hairline_ui, paint};
use crate::ui::lists;
use crate::ui::managed::name_of as name_of_managed;
use crate::ui::search::authority_name;
use crate::ui::theme::{Type, UiTokens as _};
use crate::ui::words::count;
use crate::workspace::{AuditReport, AuditReportProgress, Authority, CertificateAuthorityStatus};
use crate::x509::words;
use std::sync::Arc;

/// Something that waits for the passphrase, and what for.
#[derive(Debug)]
pub(super) struct Waiting {
    status: Status,
    name: String,
    what: String,
}

/// What nothing can be done for while the workspace is locked: CRLs that are due, managed certificates to be renewed,
/// audit reports to be written, keys to be erased, and authorities whose certificate is to be installed.
pub(super) fn waiting(desk: &Desk) -> Vec<Waiting> {
    let (workspace, now) = (desk.workspace(), desk.now());
    let due = desk.engine.crls_due();
    let crl = |authority: &Authority| {
        let next = lists::next_update(authority).map(|next| next.seconds());
        let signs =
            matches!(authority.status(now), CertificateAuthorityStatus::Active | CertificateAuthorityStatus::Disabled);
        match next.filter(|next| signs && *next <= now.seconds()) {
            Some(next) => Some(format!("CRL due {}", words::distance(next, now.seconds()))),
            None => due.contains(&authority.id()).then(|| "CRL to be published".to_owned()),
        }
    };
    let of = |status: Status, what: &dyn Fn(&Authority) -> Option<String>| -> Vec<Waiting> {
        let one = |authority: &Arc<Authority>| {
            Some(Waiting { status, what: what(authority)?, name: authority_name(authority) })
        };
        workspace.authorities().filter_map(one).collect()
    };
    let unwritten = |authority: &Authority| {
        let waits = |report: &AuditReport| report.progress == AuditReportProgress::Requested;
        authority.audit_reports.iter().any(waits).then(|| "audit report to be written".to_owned())
    };
    let destructions = desk.engine.destructions();
    let erased = |authority: &Authority| {
        let (_, destruction) = destructions.iter().find(|(id, _)| *id == authority.id())?;
        match destruction {
            Destruction::Due => Some("key to be erased".to_owned()),
            Destruction::Doubtful => Some("key to be erased, if the date is right".to_owned()),
            Destruction::Kept { .. } => None,
        }
    };
    let pending = |authority: &Authority| {
        let pending = authority.status(now) == CertificateAuthorityStatus::PendingCertificate;
        pending.then(|| "certificate to install".to_owned())
    };
    let renewals = workspace.managed_certificates().filter(|kept| is_renewal_due(&workspace, kept, now));
    let renewals = renewals.map(|kept| Waiting {
        status: Status::Pending,
        name: name_of_managed(&workspace, kept),
        what: "certificate to be renewed".into(),
    });
    let kinds = [
        (of(Status::Attention, &crl), "CRLs due"),
        (renewals.collect(), "certificates to be renewed"),
        (of(Status::Pending, &unwritten), "audit reports to be written"),
        (of(Status::Deleted, &erased), "keys to be erased"),
        (of(Status::Pending, &pending), "certificates to install"),
    ];
    let several = kinds.iter().filter(|(rows, _)| !rows.is_empty()).count() > 1;
    kinds.into_iter().flat_map(|(rows, kind)| shortened(rows, kind, several)).take(LISTED).collect()
}

/// More would push the button out of sight, and the Home page lists them all.
const LISTED: usize = 6;

/// One kind must not hide the others: where there are several, its first row and a row for how many more there are.
fn shortened(mut rows: Vec<Waiting>, kind: &str, several: bool) -> Vec<Waiting> {
    if several && rows.len() > 2 {
        let more = format!("{} more", count(rows.len() - 1));
        rows.truncate(1);
        let status = rows[0].status;
        rows.push(Waiting { status, name: more, what: kind.to_owned() });
    }
    rows
}

/// The rows, below their heading.
pub(super) fn waiting_ui(ui: &mut egui::Ui, waiting: &[Waiting]) {
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.add_space(18.0);
    group_heading_ui(ui, "Waits for unlocking", |_| {});
    for row in waiting {
        hairline_ui(ui);
        let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 39.0), egui::Sense::hover());
        let (t, y) = (ui.tokens(), rect.center().y);
        row.status.paint(ui.painter(), egui::pos2(rect.left() + 6.0, y), t);
        let name = paint::line(ui.painter(), &row.name, Type::Name, t.text, 160.0);
        let what = paint::line(ui.painter(), &row.what, Type::Small, t.text2, rect.width() - 200.0);
        let elided = name.elided || what.elided;
        paint::galley(ui.painter(), egui::pos2(rect.left() + 22.0, y), name);
        paint::galley(ui.painter(), egui::pos2(rect.left() + 192.0, y), what);
        let label = format!("{}, {}", row.name, row.what);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ListItem, true, &label));
        if elided {
            response.on_hover_text(label);
        }
    }
}
