//! The last CRL of an authority: how it stands, and where it lies.

use crate::engine::validity::BACKDATE;
use crate::ui::attention::Attention;
use crate::ui::authority::notes::left;
use crate::ui::availability;
use crate::ui::context::PageContext;
use crate::ui::kit::{Status, elide, group_heading_ui, hairline_ui, paint};
use crate::ui::lists;
use crate::ui::theme::{Type, UiTokens as _};
use crate::ui::words;
use crate::workspace::{Authority, BucketKind, CertificateAuthorityStatus, PublishedCrl, Timestamp, Workspace};
use crate::x509::inspect::display;
use egui::{Role, Sense, Ui, WidgetInfo, pos2, vec2};

/// How the CRL stands, in a few words.
pub(super) fn standing(authority: &Authority, now: Timestamp) -> (Status, String) {
    if authority.enabled_crl().is_none() {
        return (Status::Disabled, "Off".to_owned());
    }
    // The last one still lies where it was published, and no other follows.
    if authority.status(now) == CertificateAuthorityStatus::Deleted {
        return match lists::next_update(authority) {
            Some(next) if next > now => (Status::Deleted, format!("Deleted: the last one, {}", left(next, now))),
            Some(_) => (Status::Deleted, "Deleted: the last one has ended".to_owned()),
            None => (Status::Deleted, "Deleted: none was signed".to_owned()),
        };
    }
    match Attention::of(authority, now).iter().find(|attention| attention.is_about_crl()) {
        Some(Attention::CrlFailed { .. }) => (Status::Attention, "Not published".to_owned()),
        Some(Attention::CrlLate { by }) => (Status::Attention, format!("Overdue by {}", words::span(*by))),
        Some(Attention::CrlWaits { .. }) => (Status::Attention, "A newer one waits".to_owned()),
        Some(_) => (Status::Attention, "None yet".to_owned()),
        None => match lists::next_update(authority) {
            Some(next) if next > now => (Status::Active, format!("Fresh, {}", left(next, now))),
            _ => (Status::Pending, "None yet".to_owned()),
        },
    }
}

/// Why there is no CRL, and what to do for one.
pub(super) fn why_none(authority: &Authority, now: Timestamp) -> &'static str {
    match authority.status(now) {
        _ if authority.enabled_crl().is_none() => {
            "This authority publishes no CRL. Certificates that it revokes are refused only by those who are told in another way."
        }
        CertificateAuthorityStatus::Deleted => "No CRL is signed while the authority is deleted.",
        CertificateAuthorityStatus::PendingCertificate => "The first CRL is signed once its certificate is installed.",
        _ => "No CRL was signed yet.",
    }
}

/// The last CRL that was signed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Last {
    /// How much of its time has passed, 0 to 1.
    pub(super) passed: f32,
    /// When half of it has, and the next one is signed by itself while the workspace is unlocked; nothing once that is
    /// past.
    pub(super) again: Option<String>,
    pub(super) from: String,
    pub(super) until: String,
    pub(super) number: String,
    pub(super) entries: String,
    pub(super) sha256: Option<String>,
}

impl Last {
    pub(super) fn of(authority: &Authority, now: Timestamp) -> Option<Self> {
        let crl = &authority.crl;
        let (from, until) = (crl.this_update?, crl.next_update?);
        let whole = (until.seconds() - from.seconds()).max(1) as f64;
        // Counted from when it was signed, as the engine does.
        let half = (from.seconds() + BACKDATE + until.seconds()) / 2;
        let blocked = availability::crl(authority, now);
        let entries = usize::try_from(crl.entries).unwrap_or(usize::MAX);
        Some(Self {
            passed: ((now.seconds() - from.seconds()) as f64 / whole).clamp(0.0, 1.0) as f32,
            again: (half > now.seconds() && blocked.is_none())
                .then(|| format!("Signs itself again {}", words::day_of_year(Timestamp::from_seconds(half)))),
            from: format!("{} UTC", words::minute(from)),
            until: format!("{} UTC", words::minute(until)),
            number: crl.number.to_string(),
            entries: words::counted(entries, "revoked certificate"),
            sha256: crl.sha256.map(|digest| digest.to_string()),
        })
    }
}

/// Where the CRL was written.
pub(super) fn copies_ui(ui: &mut Ui, context: PageContext<'_>, authority: &Authority) {
    if authority.crl.published.is_empty() {
        return;
    }
    group_heading_ui(ui, "Published", |_| {});
    hairline_ui(ui);
    for published in &authority.crl.published {
        copy_ui(ui, context, authority, published);
        hairline_ui(ui);
    }
}

fn copy_ui(ui: &mut Ui, context: PageContext<'_>, authority: &Authority, published: &PublishedCrl) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::hover());
    let same = published.number == authority.crl.number;
    let (t, painter, y) = (ui.tokens(), ui.painter(), rect.center().y);
    let status = if same { Status::Active } else { Status::Attention };
    status.paint(painter, pos2(rect.left() + 6.0, y), t);
    let name = format!("Bucket {}", published.bucket);
    let end = paint::words(painter, pos2(rect.left() + 20.0, y), &name, Type::Body, t.text).right();
    let (found, color) = match same {
        true => (format!("Written {}", words::since(published.at, context.now)), t.text2),
        false => (format!("Old, of {}", words::date(published.at)), t.warn),
    };
    let right = paint::words_right(painter, rect.right_center(), &found, Type::Small, color).left();
    let place = place(context.workspace, published);
    let room = right - end - 32.0;
    let words = elide::middle_to_width(painter, &place, Type::MonoSmall, room);
    paint::words(painter, pos2(end + 16.0, y), &words, Type::MonoSmall, t.text2);
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, format!("{name}, {found}")));
    response.on_hover_text(place);
}

/// Where a copy lies, as a person would look for it.
fn place(workspace: &Workspace, published: &PublishedCrl) -> String {
    let place = workspace.bucket(&published.bucket).map(|bucket| match &bucket.kind {
        BucketKind::Folder { path } => path.join(&published.key).display().to_string(),
        BucketKind::S3(_) => format!("s3://{}/{}", bucket.name, published.key),
    });
    display::safe(&place.unwrap_or_else(|| published.key.clone())).into_owned()
}
