using System.Security.Cryptography;

namespace Nscp.Reviews.Evidence;

/// <summary>A key by which signatures are checked: ECDSA on P-256.</summary>
/// <param name="Fingerprint">The SHA-256 of its SubjectPublicKeyInfo (DER), 64 hexadecimal digits in lower case: what people compare.</param>
/// <param name="Pem">Its SubjectPublicKeyInfo as PEM (<c>PUBLIC KEY</c>).</param>
public sealed record PublicKey(string Fingerprint, string Pem)
{
    const int SignatureLength = 64;

    /// <param name="pem"><c>PUBLIC KEY</c>; of a private key only its public half is taken.</param>
    /// <exception cref="SealKeyException">It is none, or on another curve.</exception>
    public static PublicKey Parse(string pem)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(pem);
            CheckCurve(key);
            return Of(key);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new SealKeyException("It holds no key on P-256 in PEM.", e);
        }
    }

    /// <summary>Whether this key signed the head.</summary>
    public bool Signed(SignedTreeHead head) => head.Key == Fingerprint && Signed(head.Head.ToSign(), head.Signature.Span);

    /// <summary>False for whatever does not fit; never an exception.</summary>
    public bool Signed(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature)
    {
        using var key = Import();
        return Signed(key, bytes, signature);
    }

    internal static bool Signed(ECDsa key, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature) =>
        signature.Length == SignatureLength && key.VerifyData(bytes, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    internal ECDsa Import()
    {
        var key = ECDsa.Create();
        key.ImportFromPem(Pem);
        return key;
    }

    internal static PublicKey Of(ECDsa key)
    {
        var der = key.ExportSubjectPublicKeyInfo();
        return new PublicKey(Convert.ToHexStringLower(SHA256.HashData(der)), PemEncoding.WriteString("PUBLIC KEY", der) + "\n");
    }

    internal static void CheckCurve(ECDsa key)
    {
        if (key.KeySize != 256 || key.ExportParameters(includePrivateParameters: false).Curve.Oid?.Value != ECCurve.NamedCurves.nistP256.Oid.Value)
            throw new SealKeyException("Its key is not on the curve P-256.");
    }
}
