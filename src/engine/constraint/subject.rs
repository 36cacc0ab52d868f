//! Limits of names: `ASN1Subject`, `GeneralName` and what they hold.

use super::pattern::{COUNTRY, OBJECT_IDENTIFIER, PRINTABLE};
use super::{Constrained, Members};
use crate::engine::api::{Asn1Subject, CustomAttribute, EdiPartyName, GeneralName, OtherName};

impl Constrained for Asn1Subject {
    fn constrain(&self, members: &mut Members) {
        members.text("country", self.country.as_deref(), 2..=2, &COUNTRY);
        members.length("organization", self.organization.as_deref(), 0..=64);
        members.length("organizationalUnit", self.organizational_unit.as_deref(), 0..=64);
        let qualifier = &self.distinguished_name_qualifier;
        members.text("distinguishedNameQualifier", qualifier.as_deref(), 0..=64, &PRINTABLE);
        members.length("state", self.state.as_deref(), 0..=128);
        members.length("commonName", self.common_name.as_deref(), 0..=64);
        members.text("serialNumber", self.serial_number.as_deref(), 0..=64, &PRINTABLE);
        members.length("locality", self.locality.as_deref(), 0..=128);
        members.length("title", self.title.as_deref(), 0..=64);
        members.length("surname", self.surname.as_deref(), 0..=40);
        members.length("givenName", self.given_name.as_deref(), 0..=16);
        members.length("initials", self.initials.as_deref(), 0..=5);
        members.length("pseudonym", self.pseudonym.as_deref(), 0..=128);
        members.length("generationQualifier", self.generation_qualifier.as_deref(), 0..=3);
        members.list("customAttributes", self.custom_attributes.as_deref(), 1..=150);
    }
}

impl Constrained for CustomAttribute {
    fn constrain(&self, members: &mut Members) {
        let oid = &self.object_identifier;
        members.text("objectIdentifier", oid.as_str(), 0..=64, &OBJECT_IDENTIFIER);
        members.length("value", self.value.as_str(), 1..=256);
    }
}

impl Constrained for GeneralName {
    fn constrain(&self, members: &mut Members) {
        members.within_some("otherName", &self.other_name);
        members.length("rfc822Name", self.rfc822_name.as_deref(), 0..=256);
        members.length("dnsName", self.dns_name.as_deref(), 0..=253);
        members.within_some("directoryName", &self.directory_name);
        members.within_some("ediPartyName", &self.edi_party_name);
        let uri = &self.uniform_resource_identifier;
        members.length("uniformResourceIdentifier", uri.as_deref(), 0..=253);
        members.length("ipAddress", self.ip_address.as_deref(), 0..=39);
        members.text("registeredId", self.registered_id.as_deref(), 0..=64, &OBJECT_IDENTIFIER);
    }
}

impl Constrained for OtherName {
    fn constrain(&self, members: &mut Members) {
        members.text("typeId", self.type_id.as_str(), 0..=64, &OBJECT_IDENTIFIER);
        members.length("value", self.value.as_str(), 0..=256);
    }
}

impl Constrained for EdiPartyName {
    fn constrain(&self, members: &mut Members) {
        members.length("partyName", self.party_name.as_str(), 0..=256);
        members.length("nameAssigner", self.name_assigner.as_deref(), 0..=256);
    }
}
