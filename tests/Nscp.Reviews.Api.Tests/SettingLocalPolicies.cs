namespace Nscp.Reviews.Api.Tests;

/// <summary>A file of the deployment with the partnerships' own policies, named by <c>Reviews__LocalPolicies</c>.</summary>
public sealed class SettingLocalPolicies(ReviewsApp app) : IClassFixture<ReviewsApp>, IDisposable
{
    readonly string _file = Path.Combine(Path.GetTempPath(), $"nscp-reviews-policies-{Guid.NewGuid():n}.json");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Makes_that_partnerships_clocks_run_by_them()
    {
        await WriteAsync(Policy("rapid-review", "guidance", """{ "n": 15, "unit": "working-days" }""", "sin-received-by-partners"));
        await using var host = await app.SecondHostAsync(app.ApplicationConnectionString, $"--Reviews:LocalPolicies={_file}");

        AskingForThePolicies.Ids(await host.Manager.GetAsync("policies")).ShouldContain("nscp-own");
        AskingForThePolicies.Ids(await app.Manager.GetAsync("policies")).ShouldNotContain("nscp-own");
        (await host.Manager.PostAsync("cases", OpeningACase.Incident("24-7"), ifMatch: null)).Status.ShouldBe(201);
        // From Tuesday 1 July 2025: the national policy panel-2025 would count from the sending.
        app.Clock.Now = NodaTime.Instant.FromUtc(2025, 7, 10, 11, 0);
        await RecordAsync("panel-referral", new { happenedOn = "2025-07-01", panelReference = "P-1" });
        await RecordAsync("sin-received", new { happenedOn = "2025-07-03" });
        (await PolicyAndStartAsync(host.Manager)).ShouldBe(("nscp-own", "2025-07-03"));
        (await PolicyAndStartAsync(app.Manager)).ShouldBe(("panel-2025", "2025-07-01"));

        async Task RecordAsync(string milestone, object facts)
        {
            var reply = await host.Manager.PostAsync($"cases/24-7/{milestone}", facts);
            reply.Status.ShouldBe(200, reply.Text);
        }
    }

    [Theory]
    [InlineData("yearly-report", "statute", """{ "n": 13, "unit": "months" }""", "yearly-report-published", "Policies wt-2018 and nscp-own: a partnership's own policy never replaces the statutory yearly-report.")]
    [InlineData("hold-review", "local", """{ "n": 3, "unit": "given" }""", "publication-held-or-last-review", "Policy nscp-own, clock hold-review: this unit takes no number")]
    [InlineData("hold-review", "local", """{ "n": -3, "unit": "days" }""", "publication-held-or-last-review", "Policy nscp-own, clock hold-review: an allowance is never negative")]
    [InlineData("action", "local", """{ "n": 3, "unit": "days" }""", "action-assigned", "Policy nscp-own, clock action: the fact that starts it gives its due date.")]
    public async Task Is_refused_at_the_start_with_the_policy_and_the_clock(string clock, string force, string allowance, string start, string why)
    {
        await WriteAsync(Policy(clock, force, allowance, start));
        var refusal = Refusal(_file);
        refusal.ShouldStartWith($"The partnerships' own policies in {_file} cannot be used. {why}");
        refusal.ShouldEndWith("Mend the file that Reviews__LocalPolicies names and start again; without that setting the host runs by the policies that it ships.");
    }

    [Fact]
    public void Is_refused_when_the_file_cannot_be_read()
    {
        Refusal(_file).ShouldStartWith($"The partnerships' own policies cannot be read from {_file}: Could not find file");
        Refusal(Path.GetTempPath()).ShouldStartWith($"The partnerships' own policies cannot be read from {Path.GetTempPath()}: ");
    }

    [Fact]
    public async Task Changes_nothing_with_an_empty_setting()
    {
        await using var host = await app.SecondHostAsync(app.ApplicationConnectionString, "--Reviews:LocalPolicies=");
        AskingForThePolicies.Ids(await host.Manager.GetAsync("policies")).Length.ShouldBe(5);
    }

    Task WriteAsync(string policy) => File.WriteAllTextAsync(_file, $"[{policy}]", ReviewsApp.Ct);

    static string Policy(string clock, string force, string allowance, string start) =>
        $$"""
        { "id": "nscp-own", "title": "Our own", "partnership": "NSCP", "inForceFrom": "2025-06-01", "clocks": [
          { "id": "{{clock}}", "owedBy": "safeguarding partners", "startFact": "{{start}}", "allowance": {{allowance}}, "direction": "forward", "rule": "a",
            "metBy": "done", "force": "{{force}}", "source": "our procedures" } ] }
        """;

    static string Refusal(string file) => Should.Throw<InvalidOperationException>(() => ReviewsHost.Build(
    [
        "--environment=Production", "--urls=http://127.0.0.1:0", "--Authentication:Authority=https://issuer.example", "--ConnectionStrings:Reviews=Host=nowhere",
        "--Logging:LogLevel:Default=Critical", $"--Reviews:LocalPolicies={file}",
    ])).Message;

    static async Task<(string?, string?)> PolicyAndStartAsync(Client client)
    {
        var clock = (await client.GetAsync("cases/24-7/clocks")).Body.GetProperty("items").EnumerateArray().Single(c => c.GetProperty("clock").GetString() == "rapid-review");
        return (clock.GetProperty("policy").GetString(), clock.GetProperty("startsOn").GetString());
    }
}
