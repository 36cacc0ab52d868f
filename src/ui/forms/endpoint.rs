//! Where the endpoint listens, and what it says of itself.

use super::parts::{combo_row_ui, field_row, hint_ui, words_ui};
use super::problem::{FieldProblem, Problems};
use super::submission::{Submission, blocked, decided, foot_ui, shown};
use super::{Desk, Form};
use crate::ui::ask::{Answer, Ask};
use crate::ui::host::{EndpointOptions, Protection, host_and_port, is_loopback};
use crate::ui::kit::{Button, Checkbox, Choice, Dialog, Note, Radio};
use crate::ui::search::authority_name;
use crate::workspace::AuthorityId;
use egui::{Context, Ui};

/// What protects the API off this computer, as chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Off {
    Undecided,
    Tls,
    Insecure,
}

/// The options as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Draft {
    host: String,
    port: String,
    off: Off,
    authority: Option<AuthorityId>,
    publish: String,
    advertise: String,
    throttle: bool,
}

impl Draft {
    fn of(options: &EndpointOptions, first: Option<AuthorityId>) -> Self {
        let (host, port) = host_and_port(&options.listen);
        let (off, authority) = match options.protection {
            Protection::Loopback => (Off::Undecided, first),
            Protection::Tls(authority) => (Off::Tls, Some(authority)),
            Protection::InsecureHttp => (Off::Insecure, first),
        };
        Self {
            host: host.to_owned(),
            port: port.unwrap_or_default().to_owned(),
            off,
            authority,
            publish: options.publish.clone().unwrap_or_default(),
            advertise: options.advertise.clone().unwrap_or_default(),
            throttle: options.throttle,
        }
    }

    fn is_local(&self) -> bool {
        is_loopback(self.host.trim())
    }

    fn options(&self) -> Result<EndpointOptions, Vec<FieldProblem>> {
        let mut problems = Vec::new();
        let (host, port) = (self.host.trim(), self.port.trim());
        if !is_host(host) {
            problems.push(FieldProblem::new("host", "An IP address or a host name, such as 127.0.0.1"));
        }
        if !is_port(port) {
            problems.push(FieldProblem::new("port", "0 to 65535"));
        }
        let mut other = |member: &str, text: &str| {
            let text = text.trim();
            if text.is_empty() {
                return None;
            }
            let (host, port) = host_and_port(text);
            if !is_host(host) || !port.is_some_and(is_port) {
                problems.push(FieldProblem::new(member, "A host and a port, such as pki.example.com:80"));
            }
            Some(text.to_owned())
        };
        let (publish, advertise) = (other("publish", &self.publish), other("advertise", &self.advertise));
        let protection = match (self.is_local() || !is_host(host), self.off, self.authority) {
            (true, ..) => Protection::Loopback,
            (false, Off::Insecure, _) => Protection::InsecureHttp,
            (false, Off::Tls, Some(authority)) => Protection::Tls(authority),
            (false, Off::Tls, None) => {
                problems
                    .push(FieldProblem::new("protection", "No authority is active that could issue its certificate"));
                Protection::Loopback
            }
            (false, Off::Undecided, _) => {
                problems.push(FieldProblem::new("protection", "Off this computer the API needs one of these"));
                Protection::Loopback
            }
        };
        let listen = if host.contains(':') && !host.starts_with('[') {
            format!("[{host}]:{port}")
        } else {
            format!("{host}:{port}")
        };
        match problems.is_empty() {
            true => Ok(EndpointOptions { listen, protection, publish, advertise, throttle: self.throttle }),
            false => Err(problems),
        }
    }
}

fn is_host(host: &str) -> bool {
    let inside = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    match inside.or(Some(host).filter(|host| host.contains(':'))) {
        Some(address) => address.parse::<core::net::Ipv6Addr>().is_ok(),
        None => {
            let allowed = |octet: u8| octet.is_ascii_alphanumeric() || b"-._".contains(&octet);
            (1..=253).contains(&host.len()) && host.bytes().all(allowed)
        }
    }
}

fn is_port(port: &str) -> bool {
    port.bytes().all(|digit| digit.is_ascii_digit()) && port.parse::<u16>().is_ok()
}

/// The form for the endpoint.
#[derive(Debug)]
pub(super) struct EndpointForm {
    draft: Draft,
    begun: Draft,
    running: bool,
    authorities: Vec<(AuthorityId, String)>,
    submission: Submission,
}

impl EndpointForm {
    /// The form; `running` tells whether the endpoint is to be started again.
    pub(super) fn new(desk: &Desk, options: &EndpointOptions, running: bool) -> Self {
        let authorities: Vec<_> =
            desk.active().iter().map(|authority| (authority.id(), authority_name(authority))).collect();
        let draft = Draft::of(options, authorities.first().map(|(id, _)| *id));
        Self { begun: draft.clone(), draft, running, authorities, submission: Submission::default() }
    }

    fn problems(&self) -> Problems {
        self.draft.options().err().unwrap_or_default().into()
    }

    fn fields_ui(&mut self, ui: &mut Ui, problems: &Problems) {
        let at = |member: &str| problems.at(member).map(shown);
        ui.spacing_mut().item_spacing.y = 6.0;
        let host = field_row("Address").mono().hint("127.0.0.1").problem(at("host"));
        host.show(ui, &mut self.draft.host);
        field_row("Port").mono().limit(5).width(80.0).problem(at("port")).show(ui, &mut self.draft.port);
        hint_ui(ui, "127.0.0.1 is this computer only, 0.0.0.0 every network it is in. Port 0 takes a free one.");
        if !self.draft.is_local() && is_host(self.draft.host.trim()) {
            ui.add_space(4.0);
            self.protection_ui(ui, problems);
        }
        ui.add_space(6.0);
        let publish = field_row("CRLs and OCSP").mono().hint("0.0.0.0:8080").problem(at("publish"));
        publish.show(ui, &mut self.draft.publish);
        hint_ui(ui, "A second place for them, without the API and without TLS: for whoever validates certificates.");
        ui.add_space(6.0);
        let advertise = field_row("In certificates").mono().hint("pki.example.com:80").problem(at("advertise"));
        advertise.show(ui, &mut self.draft.advertise);
        hint_ui(ui, "What certificates name while it runs, in the place of the publication address of the settings.");
        ui.add_space(6.0);
        ui.add(Checkbox::new(&mut self.draft.throttle, "Throttle calls like the service does by default"));
    }

    fn protection_ui(&mut self, ui: &mut Ui, problems: &Problems) {
        let tls = Radio::new(self.draft.off == Off::Tls, "HTTPS")
            .explanation("With a certificate that an authority of this workspace issues");
        if ui.add(tls).clicked() {
            self.draft.off = Off::Tls;
        }
        let plain = Radio::new(self.draft.off == Off::Insecure, "Plain HTTP")
            .explanation("Signatures still protect what is asked, but not what is read");
        if ui.add(plain).clicked() {
            self.draft.off = Off::Insecure;
        }
        match self.draft.off {
            Off::Tls if !self.authorities.is_empty() => {
                let choices: Vec<_> =
                    self.authorities.iter().map(|(id, name)| Choice::plain(Some(*id), name.as_str())).collect();
                combo_row_ui(ui, "Issued by", &choices, &mut self.draft.authority);
            }
            Off::Insecure => {
                Note::warn("Everybody on the way can read which certificates are asked for and issued.").show(ui);
            }
            Off::Tls | Off::Undecided => {}
        }
        match problems.at("protection") {
            Some(problem) if self.draft.off != Off::Undecided => crate::ui::kit::problem_ui(ui, shown(problem)),
            Some(problem) => words_ui(ui, &problem.words),
            None => {}
        }
    }
}

impl Form for EndpointForm {
    fn ui(&mut self, ctx: &Context, asks: &mut Vec<Ask>) {
        let options = self.draft.options();
        let missing = match &options {
            _ if !self.is_touched() => Some("Nothing has changed yet"),
            Err(problems) => problems.first().map(|_| "Something above is not right yet"),
            Ok(_) => None,
        };
        let blocked = blocked(&self.submission, "", missing);
        let problems = self.problems();
        let button = if self.running { "Save and start again" } else { "Save addresses" };
        let response = Dialog::small("Endpoint addresses").show(ctx, |parts| {
            parts.body(|ui| self.fields_ui(ui, &problems));
            foot_ui(parts, "Cancel", Button::primary(button).return_sign().blocked(blocked))
        });
        if decided(&response, blocked, asks)
            && let Ok(options) = options
        {
            asks.push(Ask::Endpoint(options));
            asks.push(Ask::Close);
        }
    }

    fn answer(&mut self, _: Answer, _: &mut Vec<Ask>) {}

    fn is_touched(&self) -> bool {
        self.draft != self.begun
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_come_back_as_they_were() {
        let authority = AuthorityId::from_random([1; 16]);
        let usual = EndpointOptions::default();
        assert_eq!(Draft::of(&usual, None).options().unwrap(), usual);
        let other = EndpointOptions {
            listen: "[::]:0".into(),
            protection: Protection::Tls(authority),
            publish: Some("0.0.0.0:8080".into()),
            advertise: Some("pki.example.com:80".into()),
            throttle: true,
        };
        assert_eq!(Draft::of(&other, None).options().unwrap(), other);
    }

    #[test]
    fn off_this_computer_something_must_protect_the_api() {
        let mut draft = Draft { host: "10.0.0.1".into(), ..Draft::of(&EndpointOptions::default(), None) };
        let member = |draft: &Draft| draft.options().unwrap_err()[0].member.clone();
        assert_eq!(member(&draft), "protection");
        draft.off = Off::Tls;
        assert_eq!(member(&draft), "protection");
        draft.off = Off::Insecure;
        assert_eq!(draft.options().unwrap().protection, Protection::InsecureHttp);
        for own in ["localhost", "::1", "[::1]"] {
            draft.host = own.into();
            assert_eq!(draft.options().unwrap().protection, Protection::Loopback);
        }
        assert_eq!(draft.options().unwrap().listen, "[::1]:8560");
    }

    #[test]
    fn what_is_no_address_is_told_at_its_field() {
        let usual = Draft::of(&EndpointOptions::default(), None);
        let member = |draft: Draft| draft.options().unwrap_err()[0].member.clone();
        assert_eq!(member(Draft { host: "a b".into(), ..usual.clone() }), "host");
        for port in ["", "65536", "+1", "http"] {
            assert_eq!(member(Draft { port: port.into(), ..usual.clone() }), "port", "{port}");
        }
        assert_eq!(member(Draft { publish: "pki.example.com".into(), ..usual.clone() }), "publish");
        assert_eq!(member(Draft { advertise: ":80".into(), ..usual }), "advertise");
    }
}
