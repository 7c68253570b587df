using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Nscp.Reviews.Evidence.Tests.Seals;

public class SigningATreeHead
{
    static readonly TreeHead Head = new(
        new Guid("01950000-0000-7000-8000-00000000000a"), 7, 300, Hash256.Parse("0b0eddfee6ac9a6ca05ef941233be6c1c1990778ad89c4881aa3470f113f55d6")!.Value, 345, Instant.FromUtc(2026, 11, 22, 9, 30).PlusNanoseconds(1_000));

    [Fact]
    public void Signs_these_bytes_for_ever() => Encoding.UTF8.GetString(Head.ToSign()).ShouldBe(
        """
        es tree head v1
        log 01950000-0000-7000-8000-00000000000a
        number 7
        size 300
        root 0b0eddfee6ac9a6ca05ef941233be6c1c1990778ad89c4881aa3470f113f55d6
        up-to 345
        sealed-at 2026-11-22T09:30:00.000001Z

        """.ReplaceLineEndings("\n"));

    [Fact]
    public void Is_known_by_its_own_key_alone()
    {
        using var key = SealKey.Parse(SealKey.NewPem());
        using var other = SealKey.Parse(SealKey.NewPem());
        var signed = key.Sign(Head);

        key.Public.Signed(signed).ShouldBeTrue();
        other.Public.Signed(signed).ShouldBeFalse();
        other.Public.Signed(signed with { Key = other.Public.Fingerprint }).ShouldBeFalse();
        PublicKey.Parse(key.Public.Pem).ShouldBe(key.Public);
        PublicKey.Parse(key.Public.Pem).Signed(signed).ShouldBeTrue();
    }

    [Fact]
    public void Is_not_known_after_any_change()
    {
        using var key = SealKey.Parse(SealKey.NewPem());
        var signed = key.Sign(Head);
        TreeHead[] changed =
        [
            Head with { Log = Guid.Empty }, Head with { Number = 8 }, Head with { Size = 301 }, Head with { Root = MerkleTree.Empty }, Head with { UpTo = 346 },
            Head with { SealedAt = Head.SealedAt.PlusNanoseconds(1_000) },
        ];

        foreach (var one in changed) key.Public.Signed(signed with { Head = one }).ShouldBeFalse();
        for (var i = 0; i < signed.Signature.Length; i++)
        {
            var signature = signed.Signature.ToArray();
            signature[i] ^= 1;
            key.Public.Signed(signed with { Signature = signature }).ShouldBeFalse();
        }
        key.Public.Signed(signed with { Signature = signed.Signature[..63] }).ShouldBeFalse();
        key.Public.Signed(signed with { Signature = ReadOnlyMemory<byte>.Empty }).ShouldBeFalse();
    }

    [Fact]
    public void Takes_no_other_kind_of_key()
    {
        using var rsa = RSA.Create(2048);
        using var larger = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var right = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        foreach (var pem in new[] { "", "no key", rsa.ExportPkcs8PrivateKeyPem(), larger.ExportPkcs8PrivateKeyPem(), right.ExportSubjectPublicKeyInfoPem(), right.ExportEncryptedPkcs8PrivateKeyPem("secret", new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)) })
            Should.Throw<SealKeyException>(() => SealKey.Parse(pem), pem).Message.ShouldContain("P-256");
        foreach (var pem in new[] { "", "no key", rsa.ExportSubjectPublicKeyInfoPem(), larger.ExportSubjectPublicKeyInfoPem() })
            Should.Throw<SealKeyException>(() => PublicKey.Parse(pem), pem).Message.ShouldContain("P-256");
        SealKey.Parse(right.ExportECPrivateKeyPem()).Public.ShouldBe(PublicKey.Parse(right.ExportSubjectPublicKeyInfoPem()));
    }
}
