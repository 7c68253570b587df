using Nscp.Reviews.Evidence;

namespace Nscp.Reviews.Api.Tests;

/// <summary>The key by which a host seals, named by <c>Reviews__SealKeyFile</c>, and those by which it sealed before, in <c>Reviews__RetiredSealKeys</c>.</summary>
public sealed class KeepingSealKeys(ReviewsApp app) : IClassFixture<ReviewsApp>, IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nscp-reviews-seals");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Publishes_them_to_everybody()
    {
        var (current, former) = (SealKey.NewPem(), SealKey.NewPem());
        var retired = _folder.CreateSubdirectory("retired");
        await File.WriteAllTextAsync(Path.Combine(retired.FullName, "2025.pem"), PublicKey.Parse(former).Pem, ReviewsApp.Ct);
        await using var host = await app.SecondHostAsync(app.ApplicationConnectionString, $"--Reviews:SealKeyFile={Write(current)}", $"--Reviews:RetiredSealKeys={retired.FullName}");

        var reply = await new Client(host.Address, null).GetAsync("seal-keys");

        reply.Status.ShouldBe(200);
        reply.Body.GetProperty("current").GetProperty("fingerprint").GetString().ShouldBe(PublicKey.Parse(current).Fingerprint);
        reply.Body.GetProperty("retired").EnumerateArray().Single().GetProperty("pem").GetString().ShouldBe(PublicKey.Parse(former).Pem);
        reply.Text.ShouldNotContain("PRIVATE");
    }

    [Fact]
    public async Task Tells_of_none_where_another_host_seals()
    {
        var reply = await app.Nobody.GetAsync("seal-keys");

        reply.Status.ShouldBe(200);
        reply.Body.TryGetProperty("current", out _).ShouldBeFalse();
        reply.Body.GetProperty("retired").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public void Refuses_to_start_with_a_key_that_cannot_be_used()
    {
        var folder = _folder.FullName;
        Refusal("SealKeyFile", Path.Combine(folder, "absent.pem")).ShouldStartWith($"The seal key cannot be read from {Path.Combine(folder, "absent.pem")}: Could not find file");
        Refusal("SealKeyFile", folder).ShouldStartWith($"The seal key cannot be read from {folder}: ");
        Refusal("SealKeyFile", Write("no key")).ShouldStartWith($"The seal key in {Path.Combine(folder, "seal.pem")} cannot be used. It holds no private key on P-256");
        Refusal("SealKeyFile", Write(PublicKey.Parse(SealKey.NewPem()).Pem)).ShouldStartWith($"The seal key in {Path.Combine(folder, "seal.pem")} cannot be used. It holds no private key on P-256");
        Refusal("RetiredSealKeys", Path.Combine(folder, "absent")).ShouldStartWith($"The retired seal keys cannot be read from {Path.Combine(folder, "absent")}: ");
        Write("no key");
        Refusal("RetiredSealKeys", folder).ShouldStartWith($"The seal key in {Path.Combine(folder, "seal.pem")} cannot be used. It holds no key on P-256");
    }

    [Fact]
    public async Task Starts_without_any_when_the_settings_are_empty()
    {
        await using var host = await app.SecondHostAsync(app.ApplicationConnectionString, "--Reviews:SealKeyFile=", "--Reviews:RetiredSealKeys=");
        (await new Client(host.Address, null).GetAsync("seal-keys")).Status.ShouldBe(200);
    }

    string Write(string pem)
    {
        var file = Path.Combine(_folder.FullName, "seal.pem");
        File.WriteAllText(file, pem);
        return file;
    }

    static string Refusal(string setting, string value)
    {
        var message = Should.Throw<InvalidOperationException>(() => ReviewsHost.Build(
        [
            "--environment=Production", "--urls=http://127.0.0.1:0", "--Authentication:Authority=https://issuer.example", "--ConnectionStrings:Reviews=Host=nowhere",
            "--Logging:LogLevel:Default=Critical", $"--Reviews:{setting}={value}",
        ])).Message;
        message.ShouldEndWith($"Mend what Reviews__{setting} names and start again; docs/operations.md, Seals, says how a key is made and changed.");
        return message;
    }
}
