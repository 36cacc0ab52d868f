//! What a new authority will be, and making it so.

use super::NewAuthority;
use super::draft::{Draft, Wanted};
use crate::engine::api::{CertificateAuthorityType, CreateCertificateAuthorityRequest, Validity, ValidityPeriodType};
use crate::engine::{Caller, CreateRoot, Engine, Error, Preview, PreviewField, Template};
use crate::ui::ask::{Done, Offer, Select};
use crate::ui::forms::parts::{mark_default, no_preview_ui, preview_ui};
use crate::ui::kit::{Act, Icon, Label, Note, acts_ui, hairline_ui};
use crate::ui::theme::Type;
use crate::workspace::{CertificateAuthorityArn, Settings};
use egui::Ui;

/// Creates what is wanted, and publishes its first CRL: clients that fetch it find an empty list and no error.
pub(super) fn create(engine: &Engine, caller: &Caller, wanted: Wanted, name: &str) -> Result<Done, Error> {
    let pending = matches!(wanted, Wanted::Pending(_));
    let crl = wanted.request().revocation_configuration.as_ref().and_then(|all| all.crl_configuration.as_ref());
    let publishes = !pending && crl.is_some_and(|crl| crl.enabled);
    let arn = match wanted {
        Wanted::Root(root) => engine.create_and_activate_root(caller, root)?,
        Wanted::Subordinate(subordinate) => engine.create_and_install_subordinate(caller, *subordinate)?,
        Wanted::Pending(request) => pending_arn(&engine.call(caller, request)?.certificate_authority_arn)?,
    };
    let sentence = match pending {
        true => format!("Created {name}; it waits for its certificate"),
        false => format!("{name} is active"),
    };
    let mut done = Done { sentence, select: Some(Select::Authority(arn.clone())), ..Done::default() };
    if pending {
        return Ok(done);
    }
    done.offer = Some(Offer::UseAuthority(arn.clone()));
    if publishes {
        sign_first_crl(engine, caller, &arn, name, &mut done);
    }
    Ok(done)
}

/// Signs the first CRL of an authority that has just become active, and adds what came of it.
pub(in crate::ui::forms) fn sign_first_crl(
    engine: &Engine,
    caller: &Caller,
    arn: &CertificateAuthorityArn,
    name: &str,
    done: &mut Done,
) {
    let failed = format!("The first CRL of {name} was not published");
    done.after_crl(arn.id, &failed, engine.sign_crl(caller, arn.id));
}

fn pending_arn(arn: &str) -> Result<CertificateAuthorityArn, Error> {
    arn.parse().map_err(|error| Error::Internal(format!("the new authority has the ARN {arn}: {error}")))
}

/// What would be signed, under other settings where these are to be saved before.
pub(super) fn preview(
    engine: &Engine,
    caller: &Caller,
    wanted: &Wanted,
    settings: Option<&Settings>,
) -> Result<Preview, Error> {
    match (wanted, settings) {
        (Wanted::Root(root), _) => engine.preview_root(caller, root),
        (Wanted::Subordinate(subordinate), Some(settings)) => {
            engine.preview_subordinate_with(caller, subordinate, settings)
        }
        (Wanted::Subordinate(subordinate), None) => engine.preview_subordinate(caller, subordinate),
        // What somebody else will sign is theirs to decide: as a root it would be this.
        (Wanted::Pending(request), _) => preview_pending(engine, caller, request),
    }
}

/// Marks what nobody chose.
pub(super) fn mark_defaults(preview: &mut Preview, draft: &Draft) {
    let default = if draft.is_root() { Draft::root(None) } else { Draft::subordinate(None, None) };
    mark_default(preview, PreviewField::PublicKey, draft.key == default.key);
    mark_default(preview, PreviewField::Signature, draft.signing == default.signing);
    mark_default(preview, PreviewField::Validity, draft.validity == default.validity);
}

/// Checks a request whose certificate is signed later, and shows what its CSR will ask for.
fn preview_pending(
    engine: &Engine,
    caller: &Caller,
    request: &CreateCertificateAuthorityRequest,
) -> Result<Preview, Error> {
    let mut request = request.clone();
    request.certificate_authority_type = CertificateAuthorityType::Root;
    let validity = Validity { value: 1, r#type: ValidityPeriodType::Years };
    let mut preview = engine.preview_root(caller, &CreateRoot { request, validity })?;
    // Name and key are in the CSR; the rest is up to who signs it.
    preview.rows.retain(|row| [PreviewField::Subject, PreviewField::PublicKey].contains(&row.field));
    Ok(preview)
}

impl NewAuthority {
    /// The right side: the certificate, and what will happen.
    pub(super) fn outcome_ui(&self, ui: &mut Ui) {
        match self.previewer.preview() {
            Some(preview) => preview_ui(ui, preview),
            None => {
                let refused = self.previewer.is_refused() && !self.draft.subject.is_empty();
                no_preview_ui(ui, refused, "Give the authority a name to see what will be signed.");
            }
        }
        hairline_ui(ui);
        ui.add_space(10.0);
        ui.add(Label::new("What will happen", Type::SmallSemi).height(20.0).heading());
        ui.add_space(6.0);
        self.acts_ui(ui);
        self.address_ui(ui);
    }

    fn acts_ui(&self, ui: &mut Ui) {
        let file = self.desk.engine.path().file_name().map(|name| name.to_string_lossy().into_owned());
        let sealed = format!("In {}, never in clear on disk", file.unwrap_or_default());
        let name = self.draft.subject.called().unwrap_or("The authority");
        let active = format!("{name} becomes active");
        let waits = format!("{name} waits for its certificate");
        let signs = self.parent().map(|parent| format!("{} signs its certificate", parent.name));
        let template = match self.draft.is_root() {
            true => Template::root().name,
            false => Template::subordinate(self.draft.path_len).map_or("", |template| template.name),
        };
        let address = self.draft.revocation.address.trim();
        let set = self.draft.revocation.asks_address(self.desk.workspace().settings()) && !address.is_empty();
        let mut acts = Vec::new();
        if set {
            acts.push(Act::new(Icon::Globe, "The publication address is saved in the settings", address).mono());
        }
        acts.push(Act::new(Icon::KeyRound, "A key is made and sealed", &sealed));
        match self.draft.is_activated() {
            true => {
                let signs = signs.as_deref().unwrap_or("It signs its own certificate");
                acts.push(Act::new(Icon::PenLine, signs, template).mono());
                let ready =
                    if self.draft.is_root() { "Ready to sign a subordinate CA" } else { "Ready to issue certificates" };
                acts.push(Act::new(Icon::ShieldCheck, &active, ready));
            }
            false => {
                acts.push(Act::new(Icon::FileText, "Its CSR is made", "To be signed here later, or elsewhere"));
                acts.push(Act::new(Icon::Clock, &waits, "PENDING_CERTIFICATE").mono());
            }
        }
        acts_ui(ui, &acts, 8.0);
    }

    fn address_ui(&self, ui: &mut Ui) {
        let workspace = self.desk.workspace();
        let revocation = &self.draft.revocation;
        if !revocation.asks_address(workspace.settings()) || !revocation.address.trim().is_empty() {
            return;
        }
        ui.add_space(12.0);
        let words = "This workspace has no publication address yet. Give it one at the left, under Revocation.";
        let title = match revocation.crl_needs_address() {
            true => "What it signs will carry no CRL address yet",
            false => "What it signs will carry no OCSP address yet",
        };
        Note::quiet(words).title(title).show(ui);
    }
}
