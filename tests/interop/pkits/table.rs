//! The path tests of NIST's Public Key Interoperability Test Suite, version 1.0.1, sections 4.1 to 4.16, with what it
//! says comes of each.
//!
//! The columns are: the number, with the number of the subtest where there are several; the certificates below the trust
//! anchor, the target last, and those that signed CRLs among them; the CRLs beside that of the trust anchor; the inputs
//! of RFC 5280 section 6.1.1 where they differ from its defaults, test policies by their last number; `valid` with the
//! user-constrained policy set, or `invalid`; and, where Canopy comes to another verdict, why.

pub const TABLE: &str = "\
# Signature verification
4.1.1 | GoodCACert ValidCertificatePathTest1EE | GoodCACRL | | valid 1
4.1.2 | BadSignedCACert InvalidCASignatureTest2EE | BadSignedCACRL | | invalid
4.1.3 | GoodCACert InvalidEESignatureTest3EE | GoodCACRL | | invalid
4.1.4 | DSACACert ValidDSASignaturesTest4EE | DSACACRL | | valid 1 | RFC 5280 section 1 requires no particular algorithm, and Canopy has no DSA
4.1.5 | DSACACert DSAParametersInheritedCACert ValidDSAParameterInheritanceTest5EE | DSACACRL DSAParametersInheritedCACRL | | valid 1 | RFC 5280 section 1 requires no particular algorithm, and Canopy has no DSA
4.1.6 | DSACACert InvalidDSASignatureTest6EE | DSACACRL | | invalid
# Validity periods
4.2.1 | BadnotBeforeDateCACert InvalidCAnotBeforeDateTest1EE | BadnotBeforeDateCACRL | | invalid
4.2.2 | GoodCACert InvalidEEnotBeforeDateTest2EE | GoodCACRL | | invalid
4.2.3 | GoodCACert Validpre2000UTCnotBeforeDateTest3EE | GoodCACRL | | valid 1
4.2.4 | GoodCACert ValidGeneralizedTimenotBeforeDateTest4EE | GoodCACRL | | valid 1
4.2.5 | BadnotAfterDateCACert InvalidCAnotAfterDateTest5EE | BadnotAfterDateCACRL | | invalid
4.2.6 | GoodCACert InvalidEEnotAfterDateTest6EE | GoodCACRL | | invalid
4.2.7 | GoodCACert Invalidpre2000UTCEEnotAfterDateTest7EE | GoodCACRL | | invalid
4.2.8 | GoodCACert ValidGeneralizedTimenotAfterDateTest8EE | GoodCACRL | | valid 1
# Verifying name chaining
4.3.1 | GoodCACert InvalidNameChainingTest1EE | GoodCACRL | | invalid
4.3.2 | NameOrderingCACert InvalidNameChainingOrderTest2EE | NameOrderCACRL | | invalid
4.3.3 | GoodCACert ValidNameChainingWhitespaceTest3EE | GoodCACRL | | valid 1
4.3.4 | GoodCACert ValidNameChainingWhitespaceTest4EE | GoodCACRL | | valid 1
4.3.5 | GoodCACert ValidNameChainingCapitalizationTest5EE | GoodCACRL | | valid 1
4.3.6 | UIDCACert ValidNameUIDsTest6EE | UIDCACRL | | valid 1
4.3.7 | RFC3280MandatoryAttributeTypesCACert ValidRFC3280MandatoryAttributeTypesTest7EE | RFC3280MandatoryAttributeTypesCACRL | | valid 1
4.3.8 | RFC3280OptionalAttributeTypesCACert ValidRFC3280OptionalAttributeTypesTest8EE | RFC3280OptionalAttributeTypesCACRL | | valid 1
4.3.9 | UTF8StringEncodedNamesCACert ValidUTF8StringEncodedNamesTest9EE | UTF8StringEncodedNamesCACRL | | valid 1
4.3.10 | RolloverfromPrintableStringtoUTF8StringCACert ValidRolloverfromPrintableStringtoUTF8StringTest10EE | RolloverfromPrintableStringtoUTF8StringCACRL | | valid 1
4.3.11 | UTF8StringCaseInsensitiveMatchCACert ValidUTF8StringCaseInsensitiveMatchTest11EE | UTF8StringCaseInsensitiveMatchCACRL | | valid 1
# Basic certificate revocation tests
4.4.1 | NoCRLCACert InvalidMissingCRLTest1EE | |  | invalid
4.4.2 | GoodCACert RevokedsubCACert InvalidRevokedCATest2EE | GoodCACRL RevokedsubCACRL | | invalid
4.4.3 | GoodCACert InvalidRevokedEETest3EE | GoodCACRL | | invalid
4.4.4 | BadCRLSignatureCACert InvalidBadCRLSignatureTest4EE | BadCRLSignatureCACRL | | invalid
4.4.5 | BadCRLIssuerNameCACert InvalidBadCRLIssuerNameTest5EE | BadCRLIssuerNameCACRL | | invalid
4.4.6 | WrongCRLCACert InvalidWrongCRLTest6EE | WrongCRLCACRL | | invalid
4.4.7 | TwoCRLsCACert ValidTwoCRLsTest7EE | TwoCRLsCAGoodCRL TwoCRLsCABadCRL | | valid 1
4.4.8 | UnknownCRLEntryExtensionCACert InvalidUnknownCRLEntryExtensionTest8EE | UnknownCRLEntryExtensionCACRL | | invalid
4.4.9 | UnknownCRLExtensionCACert InvalidUnknownCRLExtensionTest9EE | UnknownCRLExtensionCACRL | | invalid
4.4.10 | UnknownCRLExtensionCACert InvalidUnknownCRLExtensionTest10EE | UnknownCRLExtensionCACRL | | invalid
4.4.11 | OldCRLnextUpdateCACert InvalidOldCRLnextUpdateTest11EE | OldCRLnextUpdateCACRL | | invalid
4.4.12 | pre2000CRLnextUpdateCACert Invalidpre2000CRLnextUpdateTest12EE | pre2000CRLnextUpdateCACRL | | invalid
4.4.13 | GeneralizedTimeCRLnextUpdateCACert ValidGeneralizedTimeCRLnextUpdateTest13EE | GeneralizedTimeCRLnextUpdateCACRL | | valid 1
4.4.14 | NegativeSerialNumberCACert ValidNegativeSerialNumberTest14EE | NegativeSerialNumberCACRL | | valid 1
4.4.15 | NegativeSerialNumberCACert InvalidNegativeSerialNumberTest15EE | NegativeSerialNumberCACRL | | invalid
4.4.16 | LongSerialNumberCACert ValidLongSerialNumberTest16EE | LongSerialNumberCACRL | | valid 1
4.4.17 | LongSerialNumberCACert ValidLongSerialNumberTest17EE | LongSerialNumberCACRL | | valid 1
4.4.18 | LongSerialNumberCACert InvalidLongSerialNumberTest18EE | LongSerialNumberCACRL | | invalid
4.4.19 | SeparateCertificateandCRLKeysCertificateSigningCACert SeparateCertificateandCRLKeysCRLSigningCert ValidSeparateCertificateandCRLKeysTest19EE | SeparateCertificateandCRLKeysCRL | | valid 1
4.4.20 | SeparateCertificateandCRLKeysCertificateSigningCACert SeparateCertificateandCRLKeysCRLSigningCert InvalidSeparateCertificateandCRLKeysTest20EE | SeparateCertificateandCRLKeysCRL | | invalid
4.4.21 | SeparateCertificateandCRLKeysCA2CertificateSigningCACert SeparateCertificateandCRLKeysCA2CRLSigningCert InvalidSeparateCertificateandCRLKeysTest21EE | SeparateCertificateandCRLKeysCA2CRL | | invalid
# Verifying paths with self-issued certificates
4.5.1 | BasicSelfIssuedNewKeyCACert BasicSelfIssuedNewKeyOldWithNewCACert ValidBasicSelfIssuedOldWithNewTest1EE | BasicSelfIssuedNewKeyCACRL | | valid 1
4.5.2 | BasicSelfIssuedNewKeyCACert BasicSelfIssuedNewKeyOldWithNewCACert InvalidBasicSelfIssuedOldWithNewTest2EE | BasicSelfIssuedNewKeyCACRL | | invalid
4.5.3 | BasicSelfIssuedOldKeyCACert BasicSelfIssuedOldKeyNewWithOldCACert ValidBasicSelfIssuedNewWithOldTest3EE | BasicSelfIssuedOldKeySelfIssuedCertCRL BasicSelfIssuedOldKeyCACRL | | valid 1
4.5.4 | BasicSelfIssuedOldKeyCACert BasicSelfIssuedOldKeyNewWithOldCACert ValidBasicSelfIssuedNewWithOldTest4EE | BasicSelfIssuedOldKeySelfIssuedCertCRL BasicSelfIssuedOldKeyCACRL | | valid 1
4.5.5 | BasicSelfIssuedOldKeyCACert BasicSelfIssuedOldKeyNewWithOldCACert InvalidBasicSelfIssuedNewWithOldTest5EE | BasicSelfIssuedOldKeySelfIssuedCertCRL BasicSelfIssuedOldKeyCACRL | | invalid
4.5.6 | BasicSelfIssuedCRLSigningKeyCACert BasicSelfIssuedCRLSigningKeyCRLCert ValidBasicSelfIssuedCRLSigningKeyTest6EE | BasicSelfIssuedCRLSigningKeyCRLCertCRL BasicSelfIssuedCRLSigningKeyCACRL | | valid 1
4.5.7 | BasicSelfIssuedCRLSigningKeyCACert BasicSelfIssuedCRLSigningKeyCRLCert InvalidBasicSelfIssuedCRLSigningKeyTest7EE | BasicSelfIssuedCRLSigningKeyCRLCertCRL BasicSelfIssuedCRLSigningKeyCACRL | | invalid
4.5.8 | BasicSelfIssuedCRLSigningKeyCACert BasicSelfIssuedCRLSigningKeyCRLCert InvalidBasicSelfIssuedCRLSigningKeyTest8EE | BasicSelfIssuedCRLSigningKeyCRLCertCRL BasicSelfIssuedCRLSigningKeyCACRL | | invalid
# Verifying basic constraints
4.6.1 | MissingbasicConstraintsCACert InvalidMissingbasicConstraintsTest1EE | MissingbasicConstraintsCACRL | | invalid
4.6.2 | basicConstraintsCriticalcAFalseCACert InvalidcAFalseTest2EE | basicConstraintsCriticalcAFalseCACRL | | invalid
4.6.3 | basicConstraintsNotCriticalcAFalseCACert InvalidcAFalseTest3EE | basicConstraintsNotCriticalcAFalseCACRL | | invalid
4.6.4 | basicConstraintsNotCriticalCACert ValidbasicConstraintsNotCriticalTest4EE | basicConstraintsNotCriticalCACRL | | valid 1
4.6.5 | pathLenConstraint0CACert pathLenConstraint0subCACert InvalidpathLenConstraintTest5EE | pathLenConstraint0CACRL pathLenConstraint0subCACRL | | invalid
4.6.6 | pathLenConstraint0CACert pathLenConstraint0subCACert InvalidpathLenConstraintTest6EE | pathLenConstraint0CACRL pathLenConstraint0subCACRL | | invalid
4.6.7 | pathLenConstraint0CACert ValidpathLenConstraintTest7EE | pathLenConstraint0CACRL | | valid 1
4.6.8 | pathLenConstraint0CACert ValidpathLenConstraintTest8EE | pathLenConstraint0CACRL | | valid 1
4.6.9 | pathLenConstraint6CACert pathLenConstraint6subCA0Cert pathLenConstraint6subsubCA00Cert InvalidpathLenConstraintTest9EE | pathLenConstraint6CACRL pathLenConstraint6subCA0CRL pathLenConstraint6subsubCA00CRL | | invalid
4.6.10 | pathLenConstraint6CACert pathLenConstraint6subCA0Cert pathLenConstraint6subsubCA00Cert InvalidpathLenConstraintTest10EE | pathLenConstraint6CACRL pathLenConstraint6subCA0CRL pathLenConstraint6subsubCA00CRL | | invalid
4.6.11 | pathLenConstraint6CACert pathLenConstraint6subCA1Cert pathLenConstraint6subsubCA11Cert pathLenConstraint6subsubsubCA11XCert InvalidpathLenConstraintTest11EE | pathLenConstraint6CACRL pathLenConstraint6subCA1CRL pathLenConstraint6subsubCA11CRL pathLenConstraint6subsubsubCA11XCRL | | invalid
4.6.12 | pathLenConstraint6CACert pathLenConstraint6subCA1Cert pathLenConstraint6subsubCA11Cert pathLenConstraint6subsubsubCA11XCert InvalidpathLenConstraintTest12EE | pathLenConstraint6CACRL pathLenConstraint6subCA1CRL pathLenConstraint6subsubCA11CRL pathLenConstraint6subsubsubCA11XCRL | | invalid
4.6.13 | pathLenConstraint6CACert pathLenConstraint6subCA4Cert pathLenConstraint6subsubCA41Cert pathLenConstraint6subsubsubCA41XCert ValidpathLenConstraintTest13EE | pathLenConstraint6CACRL pathLenConstraint6subCA4CRL pathLenConstraint6subsubCA41CRL pathLenConstraint6subsubsubCA41XCRL | | valid 1
4.6.14 | pathLenConstraint6CACert pathLenConstraint6subCA4Cert pathLenConstraint6subsubCA41Cert pathLenConstraint6subsubsubCA41XCert ValidpathLenConstraintTest14EE | pathLenConstraint6CACRL pathLenConstraint6subCA4CRL pathLenConstraint6subsubCA41CRL pathLenConstraint6subsubsubCA41XCRL | | valid 1
4.6.15 | pathLenConstraint0CACert pathLenConstraint0SelfIssuedCACert ValidSelfIssuedpathLenConstraintTest15EE | pathLenConstraint0CACRL | | valid 1
4.6.16 | pathLenConstraint0CACert pathLenConstraint0SelfIssuedCACert pathLenConstraint0subCA2Cert InvalidSelfIssuedpathLenConstraintTest16EE | pathLenConstraint0CACRL pathLenConstraint0subCA2CRL | | invalid
4.6.17 | pathLenConstraint1CACert pathLenConstraint1SelfIssuedCACert pathLenConstraint1subCACert pathLenConstraint1SelfIssuedsubCACert ValidSelfIssuedpathLenConstraintTest17EE | pathLenConstraint1CACRL pathLenConstraint1subCACRL | | valid 1
# Key usage
4.7.1 | keyUsageCriticalkeyCertSignFalseCACert InvalidkeyUsageCriticalkeyCertSignFalseTest1EE | keyUsageCriticalkeyCertSignFalseCACRL | | invalid
4.7.2 | keyUsageNotCriticalkeyCertSignFalseCACert InvalidkeyUsageNotCriticalkeyCertSignFalseTest2EE | keyUsageNotCriticalkeyCertSignFalseCACRL | | invalid
4.7.3 | keyUsageNotCriticalCACert ValidkeyUsageNotCriticalTest3EE | keyUsageNotCriticalCACRL | | valid 1
4.7.4 | keyUsageCriticalcRLSignFalseCACert InvalidkeyUsageCriticalcRLSignFalseTest4EE | keyUsageCriticalcRLSignFalseCACRL | | invalid
4.7.5 | keyUsageNotCriticalcRLSignFalseCACert InvalidkeyUsageNotCriticalcRLSignFalseTest5EE | keyUsageNotCriticalcRLSignFalseCACRL | | invalid
# Certificate policies
4.8.1/1 | GoodCACert ValidCertificatePathTest1EE | GoodCACRL | explicit | valid 1
4.8.1/2 | GoodCACert ValidCertificatePathTest1EE | GoodCACRL | policies 1, explicit | valid 1
4.8.1/3 | GoodCACert ValidCertificatePathTest1EE | GoodCACRL | policies 2, explicit | invalid
4.8.1/4 | GoodCACert ValidCertificatePathTest1EE | GoodCACRL | policies 1 2, explicit | valid 1
4.8.2/1 | NoPoliciesCACert AllCertificatesNoPoliciesTest2EE | NoPoliciesCACRL | | valid -
4.8.2/2 | NoPoliciesCACert AllCertificatesNoPoliciesTest2EE | NoPoliciesCACRL | explicit | invalid
4.8.3/1 | GoodCACert PoliciesP2subCACert DifferentPoliciesTest3EE | GoodCACRL PoliciesP2subCACRL | | valid -
4.8.3/2 | GoodCACert PoliciesP2subCACert DifferentPoliciesTest3EE | GoodCACRL PoliciesP2subCACRL | explicit | invalid
4.8.3/3 | GoodCACert PoliciesP2subCACert DifferentPoliciesTest3EE | GoodCACRL PoliciesP2subCACRL | policies 1 2, explicit | invalid
4.8.4 | GoodCACert GoodsubCACert DifferentPoliciesTest4EE | GoodCACRL GoodsubCACRL | | invalid
4.8.5 | GoodCACert PoliciesP2subCA2Cert DifferentPoliciesTest5EE | GoodCACRL PoliciesP2subCA2CRL | | invalid
4.8.6/1 | PoliciesP1234CACert PoliciesP1234subCAP123Cert PoliciesP1234subsubCAP123P12Cert OverlappingPoliciesTest6EE | PoliciesP1234CACRL PoliciesP1234subCAP123CRL PoliciesP1234subsubCAP123P12CRL | | valid 1
4.8.6/2 | PoliciesP1234CACert PoliciesP1234subCAP123Cert PoliciesP1234subsubCAP123P12Cert OverlappingPoliciesTest6EE | PoliciesP1234CACRL PoliciesP1234subCAP123CRL PoliciesP1234subsubCAP123P12CRL | policies 1 | valid 1
4.8.6/3 | PoliciesP1234CACert PoliciesP1234subCAP123Cert PoliciesP1234subsubCAP123P12Cert OverlappingPoliciesTest6EE | PoliciesP1234CACRL PoliciesP1234subCAP123CRL PoliciesP1234subsubCAP123P12CRL | policies 2 | invalid
4.8.7 | PoliciesP123CACert PoliciesP123subCAP12Cert PoliciesP123subsubCAP12P1Cert DifferentPoliciesTest7EE | PoliciesP123CACRL PoliciesP123subCAP12CRL PoliciesP123subsubCAP12P1CRL | | invalid
4.8.8 | PoliciesP12CACert PoliciesP12subCAP1Cert PoliciesP12subsubCAP1P2Cert DifferentPoliciesTest8EE | PoliciesP12CACRL PoliciesP12subCAP1CRL PoliciesP12subsubCAP1P2CRL | | invalid
4.8.9 | PoliciesP123CACert PoliciesP123subCAP12Cert PoliciesP123subsubCAP12P2Cert PoliciesP123subsubsubCAP12P2P1Cert DifferentPoliciesTest9EE | PoliciesP123CACRL PoliciesP123subCAP12CRL PoliciesP123subsubCAP2P2CRL PoliciesP123subsubsubCAP12P2P1CRL | | invalid
4.8.10/1 | PoliciesP12CACert AllCertificatesSamePoliciesTest10EE | PoliciesP12CACRL | | valid 1 2
4.8.10/2 | PoliciesP12CACert AllCertificatesSamePoliciesTest10EE | PoliciesP12CACRL | policies 1 | valid 1
4.8.10/3 | PoliciesP12CACert AllCertificatesSamePoliciesTest10EE | PoliciesP12CACRL | policies 2 | valid 2
4.8.11/1 | anyPolicyCACert AllCertificatesanyPolicyTest11EE | anyPolicyCACRL | | valid any
4.8.11/2 | anyPolicyCACert AllCertificatesanyPolicyTest11EE | anyPolicyCACRL | policies 1 | valid 1
4.8.12 | PoliciesP3CACert DifferentPoliciesTest12EE | PoliciesP3CACRL | | invalid
4.8.13/1 | PoliciesP123CACert AllCertificatesSamePoliciesTest13EE | PoliciesP123CACRL | policies 1 | valid 1
4.8.13/2 | PoliciesP123CACert AllCertificatesSamePoliciesTest13EE | PoliciesP123CACRL | policies 2 | valid 2
4.8.13/3 | PoliciesP123CACert AllCertificatesSamePoliciesTest13EE | PoliciesP123CACRL | policies 3 | valid 3
4.8.14/1 | anyPolicyCACert AnyPolicyTest14EE | anyPolicyCACRL | policies 1 | valid 1
4.8.14/2 | anyPolicyCACert AnyPolicyTest14EE | anyPolicyCACRL | policies 2 | invalid
4.8.15 | UserNoticeQualifierTest15EE | |  | valid 1
4.8.16 | GoodCACert UserNoticeQualifierTest16EE | GoodCACRL | | valid 1
4.8.17 | GoodCACert UserNoticeQualifierTest17EE | GoodCACRL | | valid 1
4.8.18/1 | PoliciesP12CACert UserNoticeQualifierTest18EE | PoliciesP12CACRL | policies 1 | valid 1
4.8.18/2 | PoliciesP12CACert UserNoticeQualifierTest18EE | PoliciesP12CACRL | policies 2 | valid 2
4.8.19 | UserNoticeQualifierTest19EE | |  | valid 1
4.8.20 | GoodCACert CPSPointerQualifierTest20EE | GoodCACRL | policies 1, explicit | valid 1
# Require explicit policy
4.9.1 | requireExplicitPolicy10CACert requireExplicitPolicy10subCACert requireExplicitPolicy10subsubCACert requireExplicitPolicy10subsubsubCACert ValidrequireExplicitPolicyTest1EE | requireExplicitPolicy10CACRL requireExplicitPolicy10subCACRL requireExplicitPolicy10subsubCACRL requireExplicitPolicy10subsubsubCACRL | | valid -
4.9.2 | requireExplicitPolicy5CACert requireExplicitPolicy5subCACert requireExplicitPolicy5subsubCACert requireExplicitPolicy5subsubsubCACert ValidrequireExplicitPolicyTest2EE | requireExplicitPolicy5CACRL requireExplicitPolicy5subCACRL requireExplicitPolicy5subsubCACRL requireExplicitPolicy5subsubsubCACRL | | valid -
4.9.3 | requireExplicitPolicy4CACert requireExplicitPolicy4subCACert requireExplicitPolicy4subsubCACert requireExplicitPolicy4subsubsubCACert InvalidrequireExplicitPolicyTest3EE | requireExplicitPolicy4CACRL requireExplicitPolicy4subCACRL requireExplicitPolicy4subsubCACRL requireExplicitPolicy4subsubsubCACRL | | invalid
4.9.4 | requireExplicitPolicy0CACert requireExplicitPolicy0subCACert requireExplicitPolicy0subsubCACert requireExplicitPolicy0subsubsubCACert ValidrequireExplicitPolicyTest4EE | requireExplicitPolicy0CACRL requireExplicitPolicy0subCACRL requireExplicitPolicy0subsubCACRL requireExplicitPolicy0subsubsubCACRL | | valid 1
4.9.5 | requireExplicitPolicy7CACert requireExplicitPolicy7subCARE2Cert requireExplicitPolicy7subsubCARE2RE4Cert requireExplicitPolicy7subsubsubCARE2RE4Cert InvalidrequireExplicitPolicyTest5EE | requireExplicitPolicy7CACRL requireExplicitPolicy7subCARE2CRL requireExplicitPolicy7subsubCARE2RE4CRL requireExplicitPolicy7subsubsubCARE2RE4CRL | | invalid
4.9.6 | requireExplicitPolicy2CACert requireExplicitPolicy2SelfIssuedCACert ValidSelfIssuedrequireExplicitPolicyTest6EE | requireExplicitPolicy2CACRL | | valid -
4.9.7 | requireExplicitPolicy2CACert requireExplicitPolicy2SelfIssuedCACert requireExplicitPolicy2subCACert InvalidSelfIssuedrequireExplicitPolicyTest7EE | requireExplicitPolicy2CACRL requireExplicitPolicy2subCACRL | | invalid
4.9.8 | requireExplicitPolicy2CACert requireExplicitPolicy2SelfIssuedCACert requireExplicitPolicy2subCACert requireExplicitPolicy2SelfIssuedsubCACert InvalidSelfIssuedrequireExplicitPolicyTest8EE | requireExplicitPolicy2CACRL requireExplicitPolicy2subCACRL | | invalid
# Policy mappings
4.10.1/1 | Mapping1to2CACert ValidPolicyMappingTest1EE | Mapping1to2CACRL | policies 1 | valid 1
4.10.1/2 | Mapping1to2CACert ValidPolicyMappingTest1EE | Mapping1to2CACRL | policies 2 | invalid
4.10.1/3 | Mapping1to2CACert ValidPolicyMappingTest1EE | Mapping1to2CACRL | no mapping | invalid
4.10.2/1 | Mapping1to2CACert InvalidPolicyMappingTest2EE | Mapping1to2CACRL | | invalid
4.10.2/2 | Mapping1to2CACert InvalidPolicyMappingTest2EE | Mapping1to2CACRL | no mapping | invalid
4.10.3/1 | P12Mapping1to3CACert P12Mapping1to3subCACert P12Mapping1to3subsubCACert ValidPolicyMappingTest3EE | P12Mapping1to3CACRL P12Mapping1to3subCACRL P12Mapping1to3subsubCACRL | policies 1 | invalid
4.10.3/2 | P12Mapping1to3CACert P12Mapping1to3subCACert P12Mapping1to3subsubCACert ValidPolicyMappingTest3EE | P12Mapping1to3CACRL P12Mapping1to3subCACRL P12Mapping1to3subsubCACRL | policies 2 | valid 2
4.10.4 | P12Mapping1to3CACert P12Mapping1to3subCACert P12Mapping1to3subsubCACert InvalidPolicyMappingTest4EE | P12Mapping1to3CACRL P12Mapping1to3subCACRL P12Mapping1to3subsubCACRL | | invalid
4.10.5/1 | P1Mapping1to234CACert P1Mapping1to234subCACert ValidPolicyMappingTest5EE | P1Mapping1to234CACRL P1Mapping1to234subCACRL | policies 1 | valid 1
4.10.5/2 | P1Mapping1to234CACert P1Mapping1to234subCACert ValidPolicyMappingTest5EE | P1Mapping1to234CACRL P1Mapping1to234subCACRL | policies 6 | invalid
4.10.6/1 | P1Mapping1to234CACert P1Mapping1to234subCACert ValidPolicyMappingTest6EE | P1Mapping1to234CACRL P1Mapping1to234subCACRL | policies 1 | valid 1
4.10.6/2 | P1Mapping1to234CACert P1Mapping1to234subCACert ValidPolicyMappingTest6EE | P1Mapping1to234CACRL P1Mapping1to234subCACRL | policies 6 | invalid
4.10.7 | MappingFromanyPolicyCACert InvalidMappingFromanyPolicyTest7EE | MappingFromanyPolicyCACRL | | invalid
4.10.8 | MappingToanyPolicyCACert InvalidMappingToanyPolicyTest8EE | MappingToanyPolicyCACRL | | invalid
4.10.9 | PanyPolicyMapping1to2CACert ValidPolicyMappingTest9EE | PanyPolicyMapping1to2CACRL | | valid 1
4.10.10 | GoodCACert GoodsubCAPanyPolicyMapping1to2CACert InvalidPolicyMappingTest10EE | GoodCACRL GoodsubCAPanyPolicyMapping1to2CACRL | | invalid
4.10.11 | GoodCACert GoodsubCAPanyPolicyMapping1to2CACert ValidPolicyMappingTest11EE | GoodCACRL GoodsubCAPanyPolicyMapping1to2CACRL | | valid 1
4.10.12/1 | P12Mapping1to3CACert ValidPolicyMappingTest12EE | P12Mapping1to3CACRL | policies 1 | valid 1
4.10.12/2 | P12Mapping1to3CACert ValidPolicyMappingTest12EE | P12Mapping1to3CACRL | policies 2 | valid 2
4.10.13/1 | P1anyPolicyMapping1to2CACert ValidPolicyMappingTest13EE | P1anyPolicyMapping1to2CACRL | | valid 1
4.10.13/2 | P1anyPolicyMapping1to2CACert ValidPolicyMappingTest13EE | P1anyPolicyMapping1to2CACRL | policies 1 2 | valid 1
4.10.13/3 | P1anyPolicyMapping1to2CACert ValidPolicyMappingTest13EE | P1anyPolicyMapping1to2CACRL | policies 2 | invalid
4.10.14 | P1anyPolicyMapping1to2CACert ValidPolicyMappingTest14EE | P1anyPolicyMapping1to2CACRL | | valid 1
# Inhibit policy mapping
4.11.1 | inhibitPolicyMapping0CACert inhibitPolicyMapping0subCACert InvalidinhibitPolicyMappingTest1EE | inhibitPolicyMapping0CACRL inhibitPolicyMapping0subCACRL | | invalid
4.11.2 | inhibitPolicyMapping1P12CACert inhibitPolicyMapping1P12subCACert ValidinhibitPolicyMappingTest2EE | inhibitPolicyMapping1P12CACRL inhibitPolicyMapping1P12subCACRL | | valid 1
4.11.3 | inhibitPolicyMapping1P12CACert inhibitPolicyMapping1P12subCACert inhibitPolicyMapping1P12subsubCACert InvalidinhibitPolicyMappingTest3EE | inhibitPolicyMapping1P12CACRL inhibitPolicyMapping1P12subCACRL inhibitPolicyMapping1P12subsubCACRL | | invalid
4.11.4 | inhibitPolicyMapping1P12CACert inhibitPolicyMapping1P12subCACert inhibitPolicyMapping1P12subsubCACert ValidinhibitPolicyMappingTest4EE | inhibitPolicyMapping1P12CACRL inhibitPolicyMapping1P12subCACRL inhibitPolicyMapping1P12subsubCACRL | | valid 2
4.11.5 | inhibitPolicyMapping5CACert inhibitPolicyMapping5subCACert inhibitPolicyMapping5subsubCACert inhibitPolicyMapping5subsubsubCACert InvalidinhibitPolicyMappingTest5EE | inhibitPolicyMapping5CACRL inhibitPolicyMapping5subCACRL inhibitPolicyMapping5subsubCACRL inhibitPolicyMapping5subsubsubCACRL | | invalid
4.11.6 | inhibitPolicyMapping1P12CACert inhibitPolicyMapping1P12subCAIPM5Cert inhibitPolicyMapping1P12subsubCAIPM5Cert InvalidinhibitPolicyMappingTest6EE | inhibitPolicyMapping1P12CACRL inhibitPolicyMapping1P12subCAIPM5CRL inhibitPolicyMapping1P12subsubCAIPM5CRL | | invalid
4.11.7 | inhibitPolicyMapping1P1CACert inhibitPolicyMapping1P1SelfIssuedCACert inhibitPolicyMapping1P1subCACert ValidSelfIssuedinhibitPolicyMappingTest7EE | inhibitPolicyMapping1P1CACRL inhibitPolicyMapping1P1subCACRL | | valid 1
4.11.8 | inhibitPolicyMapping1P1CACert inhibitPolicyMapping1P1SelfIssuedCACert inhibitPolicyMapping1P1subCACert inhibitPolicyMapping1P1subsubCACert InvalidSelfIssuedinhibitPolicyMappingTest8EE | inhibitPolicyMapping1P1CACRL inhibitPolicyMapping1P1subCACRL inhibitPolicyMapping1P1subsubCACRL | | invalid
4.11.9 | inhibitPolicyMapping1P1CACert inhibitPolicyMapping1P1SelfIssuedCACert inhibitPolicyMapping1P1subCACert inhibitPolicyMapping1P1subsubCACert InvalidSelfIssuedinhibitPolicyMappingTest9EE | inhibitPolicyMapping1P1CACRL inhibitPolicyMapping1P1subCACRL inhibitPolicyMapping1P1subsubCACRL | | invalid
4.11.10 | inhibitPolicyMapping1P1CACert inhibitPolicyMapping1P1SelfIssuedCACert inhibitPolicyMapping1P1subCACert inhibitPolicyMapping1P1SelfIssuedsubCACert InvalidSelfIssuedinhibitPolicyMappingTest10EE | inhibitPolicyMapping1P1CACRL inhibitPolicyMapping1P1subCACRL | | invalid
4.11.11 | inhibitPolicyMapping1P1CACert inhibitPolicyMapping1P1SelfIssuedCACert inhibitPolicyMapping1P1subCACert inhibitPolicyMapping1P1SelfIssuedsubCACert InvalidSelfIssuedinhibitPolicyMappingTest11EE | inhibitPolicyMapping1P1CACRL inhibitPolicyMapping1P1subCACRL | | invalid
# Inhibit any policy
4.12.1 | inhibitAnyPolicy0CACert InvalidinhibitAnyPolicyTest1EE | inhibitAnyPolicy0CACRL | | invalid
4.12.2 | inhibitAnyPolicy0CACert ValidinhibitAnyPolicyTest2EE | inhibitAnyPolicy0CACRL | | valid 1
4.12.3/1 | inhibitAnyPolicy1CACert inhibitAnyPolicy1subCA1Cert inhibitAnyPolicyTest3EE | inhibitAnyPolicy1CACRL inhibitAnyPolicy1subCA1CRL | | valid 1
4.12.3/2 | inhibitAnyPolicy1CACert inhibitAnyPolicy1subCA1Cert inhibitAnyPolicyTest3EE | inhibitAnyPolicy1CACRL inhibitAnyPolicy1subCA1CRL | no any | invalid
4.12.4 | inhibitAnyPolicy1CACert inhibitAnyPolicy1subCA1Cert InvalidinhibitAnyPolicyTest4EE | inhibitAnyPolicy1CACRL inhibitAnyPolicy1subCA1CRL | | invalid
4.12.5 | inhibitAnyPolicy5CACert inhibitAnyPolicy5subCACert inhibitAnyPolicy5subsubCACert InvalidinhibitAnyPolicyTest5EE | inhibitAnyPolicy5CACRL inhibitAnyPolicy5subCACRL inhibitAnyPolicy5subsubCACRL | | invalid
4.12.6 | inhibitAnyPolicy1CACert inhibitAnyPolicy1subCAIAP5Cert InvalidinhibitAnyPolicyTest6EE | inhibitAnyPolicy1CACRL inhibitAnyPolicy1subCAIAP5CRL | | invalid
4.12.7 | inhibitAnyPolicy1CACert inhibitAnyPolicy1SelfIssuedCACert inhibitAnyPolicy1subCA2Cert ValidSelfIssuedinhibitAnyPolicyTest7EE | inhibitAnyPolicy1CACRL inhibitAnyPolicy1subCA2CRL | | valid 1
4.12.8 | inhibitAnyPolicy1CACert inhibitAnyPolicy1SelfIssuedCACert inhibitAnyPolicy1subCA2Cert inhibitAnyPolicy1subsubCA2Cert InvalidSelfIssuedinhibitAnyPolicyTest8EE | inhibitAnyPolicy1CACRL inhibitAnyPolicy1subCA2CRL inhibitAnyPolicy1subsubCA2CRL | | invalid
4.12.9 | inhibitAnyPolicy1CACert inhibitAnyPolicy1SelfIssuedCACert inhibitAnyPolicy1subCA2Cert inhibitAnyPolicy1SelfIssuedsubCA2Cert ValidSelfIssuedinhibitAnyPolicyTest9EE | inhibitAnyPolicy1CACRL inhibitAnyPolicy1subCA2CRL | | valid 1
4.12.10 | inhibitAnyPolicy1CACert inhibitAnyPolicy1SelfIssuedCACert inhibitAnyPolicy1subCA2Cert InvalidSelfIssuedinhibitAnyPolicyTest10EE | inhibitAnyPolicy1CACRL inhibitAnyPolicy1subCA2CRL | | invalid
# Name constraints
4.13.1 | nameConstraintsDN1CACert ValidDNnameConstraintsTest1EE | nameConstraintsDN1CACRL | | valid 1
4.13.2 | nameConstraintsDN1CACert InvalidDNnameConstraintsTest2EE | nameConstraintsDN1CACRL | | invalid
4.13.3 | nameConstraintsDN1CACert InvalidDNnameConstraintsTest3EE | nameConstraintsDN1CACRL | | invalid
4.13.4 | nameConstraintsDN1CACert ValidDNnameConstraintsTest4EE | nameConstraintsDN1CACRL | | valid 1
4.13.5 | nameConstraintsDN2CACert ValidDNnameConstraintsTest5EE | nameConstraintsDN2CACRL | | valid 1
4.13.6 | nameConstraintsDN3CACert ValidDNnameConstraintsTest6EE | nameConstraintsDN3CACRL | | valid 1
4.13.7 | nameConstraintsDN3CACert InvalidDNnameConstraintsTest7EE | nameConstraintsDN3CACRL | | invalid
4.13.8 | nameConstraintsDN4CACert InvalidDNnameConstraintsTest8EE | nameConstraintsDN4CACRL | | invalid
4.13.9 | nameConstraintsDN4CACert InvalidDNnameConstraintsTest9EE | nameConstraintsDN4CACRL | | invalid
4.13.10 | nameConstraintsDN5CACert InvalidDNnameConstraintsTest10EE | nameConstraintsDN5CACRL | | invalid
4.13.11 | nameConstraintsDN5CACert ValidDNnameConstraintsTest11EE | nameConstraintsDN5CACRL | | valid 1
4.13.12 | nameConstraintsDN1CACert nameConstraintsDN1subCA1Cert InvalidDNnameConstraintsTest12EE | nameConstraintsDN1CACRL nameConstraintsDN1subCA1CRL | | invalid
4.13.13 | nameConstraintsDN1CACert nameConstraintsDN1subCA2Cert InvalidDNnameConstraintsTest13EE | nameConstraintsDN1CACRL nameConstraintsDN1subCA2CRL | | invalid
4.13.14 | nameConstraintsDN1CACert nameConstraintsDN1subCA2Cert ValidDNnameConstraintsTest14EE | nameConstraintsDN1CACRL nameConstraintsDN1subCA2CRL | | valid 1
4.13.15 | nameConstraintsDN3CACert nameConstraintsDN3subCA1Cert InvalidDNnameConstraintsTest15EE | nameConstraintsDN3CACRL nameConstraintsDN3subCA1CRL | | invalid
4.13.16 | nameConstraintsDN3CACert nameConstraintsDN3subCA1Cert InvalidDNnameConstraintsTest16EE | nameConstraintsDN3CACRL nameConstraintsDN3subCA1CRL | | invalid
4.13.17 | nameConstraintsDN3CACert nameConstraintsDN3subCA2Cert InvalidDNnameConstraintsTest17EE | nameConstraintsDN3CACRL nameConstraintsDN3subCA2CRL | | invalid
4.13.18 | nameConstraintsDN3CACert nameConstraintsDN3subCA2Cert ValidDNnameConstraintsTest18EE | nameConstraintsDN3CACRL nameConstraintsDN3subCA2CRL | | valid 1
4.13.19 | nameConstraintsDN1CACert nameConstraintsDN1SelfIssuedCACert ValidDNnameConstraintsTest19EE | nameConstraintsDN1CACRL | | valid 1
4.13.20 | nameConstraintsDN1CACert InvalidDNnameConstraintsTest20EE | nameConstraintsDN1CACRL | | invalid
4.13.21 | nameConstraintsRFC822CA1Cert ValidRFC822nameConstraintsTest21EE | nameConstraintsRFC822CA1CRL | | valid 1
4.13.22 | nameConstraintsRFC822CA1Cert InvalidRFC822nameConstraintsTest22EE | nameConstraintsRFC822CA1CRL | | invalid
4.13.23 | nameConstraintsRFC822CA2Cert ValidRFC822nameConstraintsTest23EE | nameConstraintsRFC822CA2CRL | | valid 1
4.13.24 | nameConstraintsRFC822CA2Cert InvalidRFC822nameConstraintsTest24EE | nameConstraintsRFC822CA2CRL | | invalid
4.13.25 | nameConstraintsRFC822CA3Cert ValidRFC822nameConstraintsTest25EE | nameConstraintsRFC822CA3CRL | | valid 1
4.13.26 | nameConstraintsRFC822CA3Cert InvalidRFC822nameConstraintsTest26EE | nameConstraintsRFC822CA3CRL | | invalid
4.13.27 | nameConstraintsDN1CACert nameConstraintsDN1subCA3Cert ValidDNandRFC822nameConstraintsTest27EE | nameConstraintsDN1CACRL nameConstraintsDN1subCA3CRL | | valid 1
4.13.28 | nameConstraintsDN1CACert nameConstraintsDN1subCA3Cert InvalidDNandRFC822nameConstraintsTest28EE | nameConstraintsDN1CACRL nameConstraintsDN1subCA3CRL | | invalid
4.13.29 | nameConstraintsDN1CACert nameConstraintsDN1subCA3Cert InvalidDNandRFC822nameConstraintsTest29EE | nameConstraintsDN1CACRL nameConstraintsDN1subCA3CRL | | invalid
4.13.30 | nameConstraintsDNS1CACert ValidDNSnameConstraintsTest30EE | nameConstraintsDNS1CACRL | | valid 1
4.13.31 | nameConstraintsDNS1CACert InvalidDNSnameConstraintsTest31EE | nameConstraintsDNS1CACRL | | invalid
4.13.32 | nameConstraintsDNS2CACert ValidDNSnameConstraintsTest32EE | nameConstraintsDNS2CACRL | | valid 1
4.13.33 | nameConstraintsDNS2CACert InvalidDNSnameConstraintsTest33EE | nameConstraintsDNS2CACRL | | invalid
4.13.34 | nameConstraintsURI1CACert ValidURInameConstraintsTest34EE | nameConstraintsURI1CACRL | | valid 1
4.13.35 | nameConstraintsURI1CACert InvalidURInameConstraintsTest35EE | nameConstraintsURI1CACRL | | invalid
4.13.36 | nameConstraintsURI2CACert ValidURInameConstraintsTest36EE | nameConstraintsURI2CACRL | | valid 1
4.13.37 | nameConstraintsURI2CACert InvalidURInameConstraintsTest37EE | nameConstraintsURI2CACRL | | invalid
4.13.38 | nameConstraintsDNS1CACert InvalidDNSnameConstraintsTest38EE | nameConstraintsDNS1CACRL | | invalid
# Distribution points
4.14.1 | distributionPoint1CACert ValiddistributionPointTest1EE | distributionPoint1CACRL | | valid 1
4.14.2 | distributionPoint1CACert InvaliddistributionPointTest2EE | distributionPoint1CACRL | | invalid
4.14.3 | distributionPoint1CACert InvaliddistributionPointTest3EE | distributionPoint1CACRL | | invalid
4.14.4 | distributionPoint1CACert ValiddistributionPointTest4EE | distributionPoint1CACRL | | valid 1
4.14.5 | distributionPoint2CACert ValiddistributionPointTest5EE | distributionPoint2CACRL | | valid 1
4.14.6 | distributionPoint2CACert InvaliddistributionPointTest6EE | distributionPoint2CACRL | | invalid
4.14.7 | distributionPoint2CACert ValiddistributionPointTest7EE | distributionPoint2CACRL | | valid 1
4.14.8 | distributionPoint2CACert InvaliddistributionPointTest8EE | distributionPoint2CACRL | | invalid
4.14.9 | distributionPoint2CACert InvaliddistributionPointTest9EE | distributionPoint2CACRL | | invalid
4.14.10 | NoissuingDistributionPointCACert ValidNoissuingDistributionPointTest10EE | NoissuingDistributionPointCACRL | | valid 1
4.14.11 | onlyContainsUserCertsCACert InvalidonlyContainsUserCertsTest11EE | onlyContainsUserCertsCACRL | | invalid
4.14.12 | onlyContainsCACertsCACert InvalidonlyContainsCACertsTest12EE | onlyContainsCACertsCACRL | | invalid
4.14.13 | onlyContainsCACertsCACert ValidonlyContainsCACertsTest13EE | onlyContainsCACertsCACRL | | valid 1
4.14.14 | onlyContainsAttributeCertsCACert InvalidonlyContainsAttributeCertsTest14EE | onlyContainsAttributeCertsCACRL | | invalid
4.14.15 | onlySomeReasonsCA1Cert InvalidonlySomeReasonsTest15EE | onlySomeReasonsCA1compromiseCRL onlySomeReasonsCA1otherreasonsCRL | | invalid
4.14.16 | onlySomeReasonsCA1Cert InvalidonlySomeReasonsTest16EE | onlySomeReasonsCA1compromiseCRL onlySomeReasonsCA1otherreasonsCRL | | invalid
4.14.17 | onlySomeReasonsCA2Cert InvalidonlySomeReasonsTest17EE | onlySomeReasonsCA2CRL1 onlySomeReasonsCA2CRL2 | | invalid
4.14.18 | onlySomeReasonsCA3Cert ValidonlySomeReasonsTest18EE | onlySomeReasonsCA3compromiseCRL onlySomeReasonsCA3otherreasonsCRL | | valid 1
4.14.19 | onlySomeReasonsCA4Cert ValidonlySomeReasonsTest19EE | onlySomeReasonsCA4compromiseCRL onlySomeReasonsCA4otherreasonsCRL | | valid 1
4.14.20 | onlySomeReasonsCA4Cert InvalidonlySomeReasonsTest20EE | onlySomeReasonsCA4compromiseCRL onlySomeReasonsCA4otherreasonsCRL | | invalid
4.14.21 | onlySomeReasonsCA4Cert InvalidonlySomeReasonsTest21EE | onlySomeReasonsCA4compromiseCRL onlySomeReasonsCA4otherreasonsCRL | | invalid
4.14.22 | indirectCRLCA1Cert ValidIDPwithindirectCRLTest22EE | indirectCRLCA1CRL | | valid 1
4.14.23 | indirectCRLCA1Cert InvalidIDPwithindirectCRLTest23EE | indirectCRLCA1CRL | | invalid
4.14.24 | indirectCRLCA2Cert indirectCRLCA1Cert ValidIDPwithindirectCRLTest24EE | indirectCRLCA1CRL | | valid 1
4.14.25 | indirectCRLCA2Cert indirectCRLCA1Cert ValidIDPwithindirectCRLTest25EE | indirectCRLCA1CRL | | valid 1
4.14.26 | indirectCRLCA2Cert indirectCRLCA1Cert InvalidIDPwithindirectCRLTest26EE | indirectCRLCA1CRL | | invalid
4.14.27 | indirectCRLCA2Cert GoodCACert InvalidcRLIssuerTest27EE | GoodCACRL | | invalid
4.14.28 | indirectCRLCA3Cert indirectCRLCA3cRLIssuerCert ValidcRLIssuerTest28EE | indirectCRLCA3CRL indirectCRLCA3cRLIssuerCRL | | valid 1
4.14.29 | indirectCRLCA3Cert indirectCRLCA3cRLIssuerCert ValidcRLIssuerTest29EE | indirectCRLCA3CRL indirectCRLCA3cRLIssuerCRL | | valid 1
4.14.30 | indirectCRLCA4Cert indirectCRLCA4cRLIssuerCert ValidcRLIssuerTest30EE | indirectCRLCA4cRLIssuerCRL | | valid 1
4.14.31 | indirectCRLCA5Cert indirectCRLCA6Cert InvalidcRLIssuerTest31EE | indirectCRLCA5CRL | | invalid
4.14.32 | indirectCRLCA5Cert indirectCRLCA6Cert InvalidcRLIssuerTest32EE | indirectCRLCA5CRL | | invalid
4.14.33 | indirectCRLCA5Cert indirectCRLCA6Cert ValidcRLIssuerTest33EE | indirectCRLCA5CRL | | valid 1
4.14.34 | indirectCRLCA5Cert InvalidcRLIssuerTest34EE | indirectCRLCA5CRL | | invalid
4.14.35 | indirectCRLCA5Cert InvalidcRLIssuerTest35EE | indirectCRLCA5CRL | | invalid
# Delta-CRLs
4.15.1 | deltaCRLIndicatorNoBaseCACert InvaliddeltaCRLIndicatorNoBaseTest1EE | deltaCRLIndicatorNoBaseCACRL | | invalid
4.15.2 | deltaCRLCA1Cert ValiddeltaCRLTest2EE | deltaCRLCA1CRL deltaCRLCA1deltaCRL | | valid 1
4.15.3 | deltaCRLCA1Cert InvaliddeltaCRLTest3EE | deltaCRLCA1CRL deltaCRLCA1deltaCRL | | invalid
4.15.4 | deltaCRLCA1Cert InvaliddeltaCRLTest4EE | deltaCRLCA1CRL deltaCRLCA1deltaCRL | | invalid
4.15.5 | deltaCRLCA1Cert ValiddeltaCRLTest5EE | deltaCRLCA1CRL deltaCRLCA1deltaCRL | | valid 1
4.15.6 | deltaCRLCA1Cert InvaliddeltaCRLTest6EE | deltaCRLCA1CRL deltaCRLCA1deltaCRL | | invalid
4.15.7 | deltaCRLCA1Cert ValiddeltaCRLTest7EE | deltaCRLCA1CRL deltaCRLCA1deltaCRL | | valid 1
4.15.8 | deltaCRLCA2Cert ValiddeltaCRLTest8EE | deltaCRLCA2CRL deltaCRLCA2deltaCRL | | valid 1
4.15.9 | deltaCRLCA2Cert InvaliddeltaCRLTest9EE | deltaCRLCA2CRL deltaCRLCA2deltaCRL | | invalid
4.15.10 | deltaCRLCA3Cert InvaliddeltaCRLTest10EE | deltaCRLCA3CRL deltaCRLCA3deltaCRL | | invalid
# Private certificate extensions
4.16.1 | ValidUnknownNotCriticalCertificateExtensionTest1EE | |  | valid 1
4.16.2 | InvalidUnknownCriticalCertificateExtensionTest2EE | |  | invalid
";
