//! How an authority tells of revocation, a line each.

use crate::ui::attention::Attention;
use crate::ui::authority::notes::left;
use crate::ui::context::PageContext;
use crate::ui::host::EndpointState;
use crate::ui::kit::{Status, paint, section_heading_ui};
use crate::ui::lists;
use crate::ui::theme::{Type, UiTokens as _};
use crate::ui::words;
use crate::workspace::{Authority, CertificateAuthorityStatus, Timestamp};
use egui::{Role, Sense, Ui, WidgetInfo, vec2};

/// A line of the section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) status: Status,
    pub(super) words: String,
    pub(super) aside: String,
}

pub(super) fn health_ui(ui: &mut Ui, context: PageContext<'_>, authority: &Authority) {
    section_heading_ui(ui, "Health", |_| {});
    ui.add_space(4.0);
    for line in lines(authority, context.endpoint, context.now) {
        line_ui(ui, &line);
    }
    ui.add_space(24.0);
}

/// What there is to tell, CRL first.
pub(super) fn lines(authority: &Authority, endpoint: &EndpointState, now: Timestamp) -> Vec<Line> {
    let line = |status, words: &str, aside: String| Line { status, words: words.to_owned(), aside };
    let mut lines = Vec::new();
    let crl = Attention::of(authority, now).into_iter().find(Attention::is_about_crl);
    let deleted = authority.status(now) == CertificateAuthorityStatus::Deleted;
    match (crl, lists::next_update(authority)) {
        (_, next) if deleted => {
            // The last one still lies where it was published.
            let last = next.map(|next| if next > now { format!("last, {}", left(next, now)) } else { "ended".into() });
            lines.push(line(Status::Deleted, "No CRL while it is deleted", last.unwrap_or_default()));
        }
        _ if authority.enabled_crl().is_none() => lines.push(line(Status::Disabled, "CRL is off", String::new())),
        (Some(trouble), _) => lines.push(line(Status::Attention, &trouble.sentence(), String::new())),
        (None, Some(next)) => lines.push(line(Status::Active, "CRL is fresh", left(next, now))),
        (None, None) if authority.installed.is_none() => {
            lines.push(line(Status::Pending, "CRLs begin with its certificate", String::new()));
        }
        (None, None) if lists::is_partitioned(authority) && authority.crl_partitions.is_empty() => {
            lines.push(line(Status::Pending, "The first shard begins with a certificate", String::new()));
        }
        (None, None) => lines.push(line(Status::Pending, "The first CRL is on its way", String::new())),
    }
    if !authority.crl_partitions.is_empty() && authority.enabled_crl().is_some() {
        let all = authority.crl_partitions.len();
        let published = authority.crl_partitions.iter().filter(|shard| !shard.crl.published.is_empty()).count();
        let status = if published == all { Status::Active } else { Status::Attention };
        let words = match published == all {
            true => format!("{} published", words::counted(all, "shard")),
            false => format!("{} of {} published", words::count(published), words::counted(all, "shard")),
        };
        lines.push(line(status, &words, String::new()));
    }
    for published in authority.crl.published.iter().filter(|_| authority.enabled_crl().is_some() && !deleted) {
        let same = published.number == authority.crl.number;
        let fresh = authority.crl.next_update.is_some_and(|next| next >= now);
        let status = if same && fresh { Status::Active } else { Status::Attention };
        let words = match same {
            true => format!("Published in “{}”", published.bucket),
            false => format!("“{}” has an older CRL", published.bucket),
        };
        lines.push(line(status, &words, words::since(published.at, now)));
    }
    // Whether the address that certificates name leads to the endpoint is not known here.
    lines.push(match (authority.ocsp_enabled(), endpoint.running()) {
        (true, Some(_)) => line(Status::Active, "OCSP is answered", "endpoint is on".to_owned()),
        (true, None) => line(Status::Disabled, "OCSP is not answered now", "endpoint is off".to_owned()),
        (false, _) => line(Status::Disabled, "OCSP is off", String::new()),
    });
    lines
}

fn line_ui(ui: &mut Ui, line: &Line) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
    let t = ui.tokens();
    line.status.paint(ui.painter(), rect.left_center() + vec2(6.0, 0.0), t);
    let warns = line.status == Status::Attention;
    let aside = if warns { (Type::SmallMedium, t.warn) } else { (Type::Small, t.text2) };
    let right = paint::words_right(ui.painter(), rect.right_center(), &line.aside, aside.0, aside.1);
    let room = right.left() - rect.left() - 32.0;
    let color = if line.status == Status::Disabled { t.text2 } else { t.text };
    let words = paint::line(ui.painter(), &line.words, Type::Body, color, room);
    paint::galley(ui.painter(), rect.left_center() + vec2(20.0, 0.0), words);
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, format!("{} {}", line.words, line.aside).trim()));
}
