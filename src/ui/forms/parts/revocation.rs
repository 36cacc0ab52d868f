//! How an authority tells that certificates are revoked.

use super::docs::docs;
use super::row::{combo_row_ui, field_row, hint_ui};
use crate::engine::api::{CrlConfiguration, CrlType, OcspConfiguration, S3ObjectAcl};
use crate::ui::forms::field::RevocationDraft;
use crate::ui::forms::problem::Problems;
use crate::ui::forms::submission::shown;
use crate::ui::kit::{Checkbox, Choice};
use crate::workspace::Workspace;
use egui::Ui;

/// Path of the configuration in requests.
pub(in crate::ui::forms) const REVOCATION: &str = "revocationConfiguration";

/// The member of a problem with the publication address, a setting and not a member of the request.
pub(in crate::ui::forms) const ADDRESS: &str = "publicationAddress";

const TYPES: &[Choice<'static, Option<CrlType>>] = &[
    Choice::plain(None, "API default"),
    Choice::new(Some(CrlType::Complete), "One list of all certificates", "COMPLETE"),
    Choice::new(Some(CrlType::Partitioned), "A list for every 20,000 certificates", "PARTITIONED"),
];

const ACLS: &[Choice<'static, Option<S3ObjectAcl>>] = &[
    Choice::plain(None, "API default"),
    Choice::new(Some(S3ObjectAcl::PublicRead), "Everybody may read", "PUBLIC_READ"),
    Choice::new(Some(S3ObjectAcl::BucketOwnerFullControl), "Its owner alone", "BUCKET_OWNER_FULL_CONTROL"),
];

/// Shows the fields of the CRL and of OCSP.
pub(in crate::ui::forms) fn revocation_ui(
    ui: &mut Ui,
    draft: &mut RevocationDraft,
    workspace: &Workspace,
    problems: &Problems,
) {
    let crl = Checkbox::new(&mut draft.crl, "Sign and publish a CRL");
    ui.add(crl).on_hover_text(docs::<CrlConfiguration>("Enabled"));
    if draft.crl {
        crl_ui(ui, draft, workspace, problems);
    }
    let ocsp = Checkbox::new(&mut draft.ocsp, "Answer OCSP requests");
    ui.add(ocsp).on_hover_text(docs::<OcspConfiguration>("Enabled"));
    if draft.ocsp {
        let member = format!("{REVOCATION}.ocspConfiguration");
        let problem = problems.at(&member);
        let field = field_row("OCSP address").hint("ocsp.example.com").problem(problem.map(shown));
        let response = field.show(ui, &mut draft.ocsp_cname);
        response.on_hover_text(docs::<OcspConfiguration>("OcspCustomCname"));
        if !draft.crl_needs_address() {
            address_ui(ui, draft, workspace, problems);
        }
        if let Some(words) = answered_at(draft, workspace) {
            hint_ui(ui, &words);
        }
    }
}

/// Where clients will ask, and who answers there.
fn answered_at(draft: &RevocationDraft, workspace: &Workspace) -> Option<String> {
    let own = draft.ocsp_cname.trim();
    if !own.is_empty() {
        return Some(format!("Certificates name http://{own}, which must lead to the endpoint of this workspace."));
    }
    let set = workspace.settings_in_force().publication_address.as_deref();
    let address = set.or(Some(draft.address.trim()).filter(|address| !address.is_empty()))?;
    Some(format!("Certificates name http://{address}/ocsp. It is answered while the endpoint runs."))
}

fn crl_ui(ui: &mut Ui, draft: &mut RevocationDraft, workspace: &Workspace, problems: &Problems) {
    let member = format!("{REVOCATION}.crlConfiguration");
    let at = |name: &str| problems.at(&format!("{member}.{name}")).map(shown);
    let docs = docs::<CrlConfiguration>;
    let names: Vec<String> = workspace.buckets().map(|bucket| bucket.name.clone()).collect();
    let choices: Vec<Choice<'_, String>> = names.iter().map(|name| Choice::plain(name.clone(), name)).collect();
    combo_row_ui(ui, "Bucket", &choices, &mut draft.bucket).on_hover_text(docs("S3BucketName"));
    if let Some(problem) = at("s3BucketName") {
        crate::ui::kit::problem_ui(ui, problem);
    }
    let days = field_row("Valid for days").width(80.0).problem(at("expirationInDays"));
    days.show(ui, &mut draft.days).on_hover_text(docs("ExpirationInDays"));
    let path = field_row("Folder in it").hint("crl").problem(at("customPath"));
    path.show(ui, &mut draft.path).on_hover_text(docs("CustomPath"));
    let omit = Checkbox::new(&mut draft.omit, "Leave its address out of certificates");
    ui.add(omit).on_hover_text(docs("CrlDistributionPointExtensionConfiguration"));
    if !draft.omit {
        let cname = field_row("Own host name").hint("crl.example.com").problem(at("customCname"));
        cname.show(ui, &mut draft.cname).on_hover_text(docs("CustomCname"));
        if draft.crl_needs_address() {
            address_ui(ui, draft, workspace, problems);
        }
    }
    combo_row_ui(ui, "Kind of CRL", TYPES, &mut draft.crl_type).on_hover_text(docs("CrlType"));
    if let Some(problem) = at("crlType") {
        crate::ui::kit::problem_ui(ui, problem);
    }
    combo_row_ui(ui, "Who may read it", ACLS, &mut draft.acl).on_hover_text(docs("S3ObjectAcl"));
}

/// Where the world reaches the CRLs and OCSP: asked for here when the workspace has no such address yet.
fn address_ui(ui: &mut Ui, draft: &mut RevocationDraft, workspace: &Workspace, problems: &Problems) {
    if !draft.asks_address(workspace.settings()) {
        return;
    }
    let problem = problems.at(ADDRESS).map(shown);
    let field = field_row("Publication address").hint("pki.example.com").problem(problem);
    let words = "Host, and port if need be, at which the world reaches the CRLs and the OCSP of this workspace";
    field.show(ui, &mut draft.address).on_hover_text(words);
    let words = match draft.address.trim() {
        "" if draft.crl_needs_address() => {
            "Asked once, for the whole workspace. Without it what is signed carries no CRL address."
        }
        "" => "Asked once, for the whole workspace. Without it what is signed carries no OCSP address.",
        _ => "Saved in the settings first; what is signed from then on names it.",
    };
    hint_ui(ui, words);
}
