using System.Security.Cryptography;

namespace Nscp.Reviews.Evidence;

/// <summary>The private key by which tree heads are signed: ECDSA on P-256. It stays in a file that no database role can read.</summary>
public sealed class SealKey : IDisposable
{
    readonly ECDsa _key;
    readonly Lock _using = new();

    SealKey(ECDsa key) => (_key, Public) = (key, PublicKey.Of(key));

    public PublicKey Public { get; }

    /// <summary>A new key as a PEM text, to be kept in a private file.</summary>
    public static string NewPem()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    /// <param name="pem">A private key as PEM (<c>PRIVATE KEY</c> or <c>EC PRIVATE KEY</c>), without a password.</param>
    /// <exception cref="SealKeyException">It is none, or on another curve.</exception>
    public static SealKey Parse(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            PublicKey.CheckCurve(key);
            _ = key.ExportParameters(includePrivateParameters: true);
            return new SealKey(key);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException or SealKeyException)
        {
            key.Dispose();
            throw e as SealKeyException ?? new SealKeyException("It holds no private key on P-256 in PEM without a password.", e);
        }
    }

    public SignedTreeHead Sign(TreeHead head) => new(head, Public.Fingerprint, Sign(head.ToSign()));

    /// <returns>r and s, 32 bytes each, big-endian, over the SHA-256 of the bytes.</returns>
    public byte[] Sign(ReadOnlySpan<byte> bytes)
    {
        lock (_using) return _key.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public void Dispose() => _key.Dispose();
}

/// <summary>A key file cannot be used; the message says why.</summary>
public sealed class SealKeyException(string message, Exception? inner = null) : Exception(message, inner);
