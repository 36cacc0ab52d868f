//! Key and signature algorithms, by the names of the AWS Private CA API.

use super::api_enum::api_enum;

api_enum! {
    /// Type of the public key algorithm and size, in bits, of the key pair that a CA creates when it
    /// issues certificates.
    ///
    /// API: `CertificateAuthorityConfiguration.KeyAlgorithm`. Keys of RFC 3279 (RSA), RFC 5480 (EC).
    KeyAlgorithm {
        /// RSA with a modulus of 2,048 bits.
        Rsa2048 = "RSA_2048",
        /// RSA with a modulus of 3,072 bits.
        Rsa3072 = "RSA_3072",
        /// RSA with a modulus of 4,096 bits.
        Rsa4096 = "RSA_4096",
        /// The NIST curve P-256.
        EcPrime256v1 = "EC_prime256v1",
        /// The NIST curve P-384.
        EcSecp384r1 = "EC_secp384r1",
        /// The NIST curve P-521.
        EcSecp521r1 = "EC_secp521r1",
        /// ML-DSA (FIPS 204), parameter set 44.
        MlDsa44 = "ML_DSA_44",
        /// ML-DSA (FIPS 204), parameter set 65.
        MlDsa65 = "ML_DSA_65",
        /// ML-DSA (FIPS 204), parameter set 87.
        MlDsa87 = "ML_DSA_87",
        /// SM2 (China regions only).
        Sm2 = "SM2",
    }
}

api_enum! {
    /// Algorithm that a CA uses to sign: its own CSR, certificates, CRLs and OCSP responses.
    ///
    /// API: `CertificateAuthorityConfiguration.SigningAlgorithm`. Its family (RSA, ECDSA …) must be
    /// that of the CA's key.
    SigningAlgorithm {
        /// ECDSA with SHA-256 (RFC 5758).
        Sha256WithEcdsa = "SHA256WITHECDSA",
        /// ECDSA with SHA-384 (RFC 5758).
        Sha384WithEcdsa = "SHA384WITHECDSA",
        /// ECDSA with SHA-512 (RFC 5758).
        Sha512WithEcdsa = "SHA512WITHECDSA",
        /// RSA PKCS #1 v1.5 with SHA-256 (RFC 4055).
        Sha256WithRsa = "SHA256WITHRSA",
        /// RSA PKCS #1 v1.5 with SHA-384 (RFC 4055).
        Sha384WithRsa = "SHA384WITHRSA",
        /// RSA PKCS #1 v1.5 with SHA-512 (RFC 4055).
        Sha512WithRsa = "SHA512WITHRSA",
        /// RSA PSS with SHA-256 (RFC 4055).
        Sha256WithRsaPss = "SHA256WITHRSA_PSS",
        /// RSA PSS with SHA-384 (RFC 4055).
        Sha384WithRsaPss = "SHA384WITHRSA_PSS",
        /// RSA PSS with SHA-512 (RFC 4055).
        Sha512WithRsaPss = "SHA512WITHRSA_PSS",
        /// SM2 with SM3 (China regions only).
        Sm3WithSm2 = "SM3WITHSM2",
        /// ML-DSA (FIPS 204), parameter set 44.
        MlDsa44 = "ML_DSA_44",
        /// ML-DSA (FIPS 204), parameter set 65.
        MlDsa65 = "ML_DSA_65",
        /// ML-DSA (FIPS 204), parameter set 87.
        MlDsa87 = "ML_DSA_87",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ron_json_and_text_agree() {
        for algorithm in KeyAlgorithm::ALL {
            let text = algorithm.as_str();
            assert_eq!(text.parse(), Ok(*algorithm));
            assert_eq!(ron::to_string(algorithm).unwrap(), text);
            assert_eq!(ron::from_str::<KeyAlgorithm>(text).unwrap(), *algorithm);
            assert_eq!(serde_json::to_string(algorithm).unwrap(), format!("{text:?}"));
        }
        let error = "RSA_1024".parse::<KeyAlgorithm>().unwrap_err().to_string();
        assert!(error.contains("RSA_2048, RSA_3072") && error.contains("RSA_1024"), "{error}");
    }
}
