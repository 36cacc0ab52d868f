//! Limits of names: `ASN1Subject`, `GeneralName` and what they hold.

use super::pattern::{COUNTRY, OBJECT_IDENTIFIER, PRINTABLE};
use super::{Constrained, Members};
use crate::engine::api::{Asn1Subject, CustomAttribute, EdiPartyName, GeneralName, OtherName};

impl Constrained for Asn1Subject {
    fn constrain(&self, members: &mut Members) {
        members.some_text("country", &self.country, (2, 2), &COUNTRY);
        members.some_length("organization", &self.organization, 0, 64);
        members.some_length("organizationalUnit", &self.organizational_unit, 0, 64);
        let qualifier = &self.distinguished_name_qualifier;
        members.some_text("distinguishedNameQualifier", qualifier, (0, 64), &PRINTABLE);
        members.some_length("state", &self.state, 0, 128);
        members.some_length("commonName", &self.common_name, 0, 64);
        members.some_text("serialNumber", &self.serial_number, (0, 64), &PRINTABLE);
        members.some_length("locality", &self.locality, 0, 128);
        members.some_length("title", &self.title, 0, 64);
        members.some_length("surname", &self.surname, 0, 40);
        members.some_length("givenName", &self.given_name, 0, 16);
        members.some_length("initials", &self.initials, 0, 5);
        members.some_length("pseudonym", &self.pseudonym, 0, 128);
        members.some_length("generationQualifier", &self.generation_qualifier, 0, 3);
        members.list("customAttributes", &self.custom_attributes, 1, 150);
    }
}

impl Constrained for CustomAttribute {
    fn constrain(&self, members: &mut Members) {
        let oid = &self.object_identifier;
        members.text("objectIdentifier", oid, 0, 64, &OBJECT_IDENTIFIER);
        members.length("value", &self.value, 1, 256);
    }
}

impl Constrained for GeneralName {
    fn constrain(&self, members: &mut Members) {
        members.within_some("otherName", &self.other_name);
        members.some_length("rfc822Name", &self.rfc822_name, 0, 256);
        members.some_length("dnsName", &self.dns_name, 0, 253);
        members.within_some("directoryName", &self.directory_name);
        members.within_some("ediPartyName", &self.edi_party_name);
        let uri = &self.uniform_resource_identifier;
        members.some_length("uniformResourceIdentifier", uri, 0, 253);
        members.some_length("ipAddress", &self.ip_address, 0, 39);
        members.some_text("registeredId", &self.registered_id, (0, 64), &OBJECT_IDENTIFIER);
    }
}

impl Constrained for OtherName {
    fn constrain(&self, members: &mut Members) {
        members.text("typeId", &self.type_id, 0, 64, &OBJECT_IDENTIFIER);
        members.length("value", &self.value, 0, 256);
    }
}

impl Constrained for EdiPartyName {
    fn constrain(&self, members: &mut Members) {
        members.length("partyName", &self.party_name, 0, 256);
        members.some_length("nameAssigner", &self.name_assigner, 0, 256);
    }
}
