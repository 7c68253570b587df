using System.IO.Compression;
using System.Net;
using System.Text;
using NodaTime;
using Npgsql;
using Nscp.Reviews.Evidence;

namespace Nscp.Reviews.Api.Tests;

public sealed class AskingForAnAuditBundle(SealedCase sealedCase) : IClassFixture<SealedCase>
{
    ReviewsApp App => sealedCase.App;

    [Fact]
    public async Task Gives_a_file_that_is_verified_by_the_hosts_key()
    {
        var reply = await sealedCase.Host.Manager.GetAsync("cases/24-3/audit-bundle");

        reply.Status.ShouldBe(200);
        reply.Raw.Content.Headers.ContentType!.MediaType.ShouldBe("application/zip");
        reply.Raw.Content.Headers.ContentDisposition!.ToString().ShouldBe("attachment; filename=\"audit-bundle-24-3-2025-05-14.zip\"");
        var report = Verified(await reply.Raw.Content.ReadAsByteArrayAsync(ReviewsApp.Ct), sealedCase.Fingerprint);
        (report.Streams, report.Unsealed, report.WithoutHash).ShouldBe((1, 0, 0));
        $"\"{report.Events}\"".ShouldBe(reply.Raw.Headers.ETag!.ToString());
        report.About.ShouldBe([new("partnership", "NSCP"), new("case", "24-3")]);
        report.MadeAt.ShouldBe(App.Clock.Now);
    }

    [Fact]
    public async Task Holds_the_page_and_the_list_of_bank_holidays()
    {
        var files = await FilesAsync("24-3");
        files.Keys.ShouldBe(["calendar/revision-1.json", "events.jsonl", "heads.json", "index.html", $"keys/{sealedCase.Fingerprint}.pem", "manifest.json", "manifest.sig", "proofs.json"]);
        files["calendar/revision-1.json"].ShouldContain("\"sha256\": \"");
        files["calendar/revision-1.json"].ShouldContain("\"2025-12-25\"");
        var page = files["index.html"];
        page.ShouldContain($"<code>{sealedCase.Fingerprint}</code>");
        page.ShouldContain("<h3>1. A serious incident was reported as case 24-3");
        page.ShouldContain("came with the program");
        page.ShouldContain("They are sealed by head ");
    }

    /// <summary>Text that people type stands in the page as text.</summary>
    [Fact]
    public async Task Encodes_every_text_in_the_page()
    {
        var page = (await FilesAsync("24-3"))["index.html"];

        page.ShouldContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &lt;img");
        page.ShouldContain("&lt;b&gt;Scrutineer&lt;/b&gt;");
        page.ShouldNotContain("<script", Case.Insensitive);
        page.ShouldNotContain("<img", Case.Insensitive);
        page.ShouldNotContain("<b>");
    }

    [Fact]
    public async Task Marks_what_is_not_sealed_yet_and_seals_it_later()
    {
        await using var apart = await SealedCase.MakeAsync("25-11");
        (await apart.Host.Manager.PostAsync("cases/25-11/partner-informed", new { partner = "NOTTS-POLICE" })).Status.ShouldBe(200);

        var bundle = await BundleAsync(apart.Host.Manager, "cases/25-11/audit-bundle");

        var report = Verified(bundle, apart.Fingerprint);
        (report.Events, report.Unsealed).ShouldBe((2, 1));
        WebUtility.HtmlDecode(Unpacked(bundle)["index.html"]).ShouldContain("but for the newest one, which is covered by the bundle’s signature alone.");

        (await apart.Host.Manager.PostAsync("cases", OpeningACase.Incident("25-12"), null)).Status.ShouldBe(201);
        await ShouldBeRefusedAsync(apart.Host.Manager.GetAsync("cases/25-12/audit-bundle"), 409, "not-sealed-yet");
    }

    [Fact]
    public async Task Holds_the_calendars_stream_when_a_later_list_was_in_force()
    {
        await using var apart = new SealedCase();
        await apart.StartAsync();
        apart.App.Clock.Now = Instant.FromUtc(2022, 9, 12, 8, 0);
        (await apart.Host.Manager.PostAsync("cases", OpeningACase.Incident("22-31", aware: "2022-09-05"), null)).Status.ShouldBe(201);
        (await apart.As("administrator").PostRawAsync("calendar/revisions", Feed("2022-01-24"), null)).Status.ShouldBe(201);
        (await apart.Host.Manager.PostAsync("cases/22-31/partner-informed", new { partner = "NOTTS-POLICE" })).Status.ShouldBe(200);
        await apart.SealAsync();

        var bundle = await BundleAsync(apart.Host.Manager, "cases/22-31/audit-bundle");

        var report = Verified(bundle, apart.Fingerprint);
        report.Streams.ShouldBe(2);
        var files = Unpacked(bundle);
        files.Keys.ShouldContain("calendar/revision-2.json");
        files["events.jsonl"].ShouldContain("\"tenant\":\"*DEFAULT*\"");
        files["index.html"].ShouldContain("GOV.UK bank holidays, retrieved on 12 September 2022");
    }

    [Fact]
    public async Task Gives_the_record_as_it_stood_at_an_earlier_moment()
    {
        await using var apart = await SealedCase.MakeAsync("25-21");
        apart.App.Clock.Now += Duration.FromDays(2);
        (await apart.Host.Manager.PostAsync("cases/25-21/partner-informed", new { partner = "NOTTS-POLICE" })).Status.ShouldBe(200);
        await apart.SealAsync();

        var reply = await apart.Host.Manager.GetAsync("cases/25-21/audit-bundle?knownAt=2025-05-14");

        reply.Raw.Content.Headers.ContentDisposition!.FileName.ShouldBe("audit-bundle-25-21-2025-05-14.zip");
        reply.Raw.Headers.ETag!.ToString().ShouldBe("\"1\"");
        var bundle = await reply.Raw.Content.ReadAsByteArrayAsync(ReviewsApp.Ct);
        var report = Verified(bundle, apart.Fingerprint);
        report.Events.ShouldBe(1);
        report.About.ShouldContain(new BundleNote("as-at", "2025-05-14T22:59:59.999999Z"));
        Unpacked(bundle)["index.html"].ShouldContain("up to version 1, which is how the record stood on 14 May 2025");
        Verified(await BundleAsync(apart.Host.Manager, "cases/25-21/audit-bundle"), apart.Fingerprint).Events.ShouldBe(2);

        await ShouldBeRefusedAsync(apart.Host.Manager.GetAsync("cases/25-21/audit-bundle?knownAt=2025-05-13"), 404, "not-recorded-yet");
        await ShouldBeRefusedAsync(apart.Host.Manager.GetAsync("cases/25-21/audit-bundle?knownAt=2099-01-01"), 400, "not-understood");
    }

    [Fact]
    public async Task Says_so_where_the_host_has_no_key_or_lacks_a_former_one()
    {
        await ShouldBeRefusedAsync(App.Manager.GetAsync("cases/24-3/audit-bundle"), 503, "no-seal-key");
        await using var other = await App.SecondHostAsync(App.ApplicationConnectionString, $"--Reviews:SealKeyFile={sealedCase.NewKeyFile("another")}");
        await ShouldBeRefusedAsync(other.Manager.GetAsync("cases/24-3/audit-bundle"), 503, "seal-key-missing");
    }

    [Fact]
    public async Task Is_signed_by_the_new_key_and_proved_by_the_former_ones_head_just_after_a_change()
    {
        var retired = Directory.CreateDirectory(Path.Combine(sealedCase.Folder, "retired"));
        await File.WriteAllTextAsync(Path.Combine(retired.FullName, "former.pem"), sealedCase.Public.Pem, ReviewsApp.Ct);
        var file = sealedCase.NewKeyFile("new");
        await using var other = await App.SecondHostAsync(App.ApplicationConnectionString, $"--Reviews:SealKeyFile={file}", $"--Reviews:RetiredSealKeys={retired.FullName}");

        var bundle = await BundleAsync(other.Manager, "cases/24-3/audit-bundle");

        var now = SealKey.Parse(await File.ReadAllTextAsync(file, ReviewsApp.Ct)).Public.Fingerprint;
        BundleVerifier.Check(bundle, new HashSet<string> { now }).ShouldBeOfType<BundleVerdict.DoesNotFit>().Step.ShouldBe(BundleStep.Trust);
        Verified(bundle, now, sealedCase.Fingerprint);
    }

    [Fact]
    public async Task Is_refused_for_a_case_that_there_is_not_or_of_another_partnership_and_for_a_parameter()
    {
        await ShouldBeRefusedAsync(sealedCase.Host.Manager.GetAsync("cases/99-9/audit-bundle"), 404, "case-not-found");
        await ShouldBeRefusedAsync(sealedCase.Host.Manager.GetAsync("cases/no%20reference/audit-bundle"), 404, "case-not-found");
        await ShouldBeRefusedAsync(sealedCase.As("development-manager", "NCSCP").GetAsync("cases/24-3/audit-bundle"), 404, "case-not-found");
        await ShouldBeRefusedAsync(sealedCase.Host.Manager.GetAsync("cases/24-3/audit-bundle?colour=red"), 400, "not-understood");
    }

    /// <summary>By a superuser, behind the host's back.</summary>
    [Theory]
    [InlineData("update mt_events set data = jsonb_set(data, '{partner}', '\"NN-ICB\"') where type = 'partner_informed'", BundleStep.Chain)]
    [InlineData("update mt_events set timestamp = timestamp + interval '1 microsecond' where version = 2", BundleStep.Chain)]
    [InlineData("update mt_events set headers = headers - 'hash' || '{\"reason\":\"another\"}' where version = 2", BundleStep.Chain)]
    [InlineData("delete from mt_events where version = 2", BundleStep.Events)]
    public async Task Gives_a_bundle_that_does_not_fit_when_the_record_was_tampered_with(string tampering, BundleStep step)
    {
        await using var apart = await SealedCase.MakeAsync("25-13", "25-14");
        foreach (var partner in (string[])["NOTTS-POLICE", "NN-ICB"]) (await apart.Host.Manager.PostAsync("cases/25-14/partner-informed", new { partner })).Status.ShouldBe(200);
        await apart.SealAsync();
        await using var super = NpgsqlDataSource.Create(apart.App.SuperuserConnectionString);
        await using var batch = super.CreateCommand($"begin; set local session_replication_role = replica; {tampering}; commit");
        await batch.ExecuteNonQueryAsync(ReviewsApp.Ct);

        var bundle = await BundleAsync(apart.Host.Manager, "cases/25-14/audit-bundle");

        BundleVerifier.Check(bundle, new HashSet<string> { apart.Fingerprint }).ShouldBeOfType<BundleVerdict.DoesNotFit>().Step.ShouldBe(step);
        var untouched = await BundleAsync(apart.Host.Manager, "cases/25-13/audit-bundle");
        Verified(untouched, apart.Fingerprint);
    }

    async Task<SortedDictionary<string, string>> FilesAsync(string reference) => Unpacked(await BundleAsync(sealedCase.Host.Manager, $"cases/{reference}/audit-bundle"));

    static async Task<byte[]> BundleAsync(Client client, string route)
    {
        var reply = await client.GetAsync(route);
        reply.Status.ShouldBe(200, reply.Text);
        return await reply.Raw.Content.ReadAsByteArrayAsync(ReviewsApp.Ct);
    }

    static BundleReport Verified(byte[] bundle, params string[] trusted)
    {
        var verdict = BundleVerifier.Check(bundle, trusted.ToHashSet());
        return verdict.ShouldBeOfType<BundleVerdict.Verified>(verdict.ToString()).Report;
    }

    static async Task ShouldBeRefusedAsync(Task<Reply> asked, int status, string code)
    {
        var reply = await asked;
        (reply.Status, reply.Code).ShouldBe((status, code), reply.Text);
    }

    static HttpContent Feed(string name)
    {
        using var file = typeof(AskingForAnAuditBundle).Assembly.GetManifestResourceStream($"feed-{name}.json")!;
        using var text = new StreamReader(file);
        return Client.Json(text.ReadToEnd());
    }

    static SortedDictionary<string, string> Unpacked(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes));
        return new(zip.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var reader = new StreamReader(entry.Open(), Encoding.UTF8);
            return reader.ReadToEnd();
        }), StringComparer.Ordinal);
    }
}

/// <summary>Cases in a database of their own, and a host that has a key. It seals when it is told to.</summary>
public sealed class SealedCase : IAsyncLifetime
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nscp-reviews-bundle");
    string _keyFile = "";

    internal ReviewsApp App { get; } = new();

    internal OtherHost Host { get; private set; } = null!;

    internal PublicKey Public { get; private set; } = null!;

    internal string Fingerprint => Public.Fingerprint;

    internal string Folder => _folder.FullName;

    public async ValueTask InitializeAsync()
    {
        await StartAsync();
        foreach (var telling in Telling.All.TakeWhile(t => !t.Path.Contains("R2"))) (await (await telling.ReadyAsync(App)).SendAsync(Host.Manager)).Status.ShouldBeLessThan(300, telling.Path);
        const string Hostile = "<script>alert(\"x\")</script> & <img src=x onerror=alert(1)>";
        var advice = new { on = "decision", advice = Hostile, reason = Hostile, by = new { organisation = "NSCP", role = "<b>Scrutineer</b>", howKnown = "minutes" } };
        (await Host.Manager.PostAsync("cases/24-3/scrutiny-advice", advice)).Status.ShouldBe(200);
        await SealAsync();
    }

    internal static async Task<SealedCase> MakeAsync(params string[] references)
    {
        var made = new SealedCase();
        await made.StartAsync();
        foreach (var reference in references) (await made.Host.Manager.PostAsync("cases", OpeningACase.Incident(reference), null)).Status.ShouldBe(201);
        await made.SealAsync();
        return made;
    }

    internal Client As(string role, string partnership = "NSCP") => new(Host.Address, Token.For(App.Key, role, partnership, partnership, null));

    internal string NewKeyFile(string name)
    {
        var file = Path.Combine(_folder.FullName, $"{name}.pem");
        File.WriteAllText(file, SealKey.NewPem());
        return file;
    }

    internal async Task SealAsync()
    {
        await using var sealing = await App.WholeHostAsync($"--Reviews:SealKeyFile={_keyFile}");
        for (var i = 0; i < 600; i++)
        {
            if ((await App.TextsAsync("select 'unsealed' from mt_events where seq_id not in (select seq_id from es_leaf)")).Count == 0) return;
            await Task.Delay(50, ReviewsApp.Ct);
        }
        throw new InvalidOperationException("Not all is sealed within 30 s.");
    }

    internal async Task StartAsync()
    {
        await App.InitializeAsync();
        _keyFile = NewKeyFile("seal");
        Public = PublicKey.Parse(await File.ReadAllTextAsync(_keyFile, ReviewsApp.Ct));
        Host = await App.SecondHostAsync(App.ApplicationConnectionString, $"--Reviews:SealKeyFile={_keyFile}");
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await App.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
