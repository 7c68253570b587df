using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;
using Nscp.Reviews.Cluster.Tests.Killing;
using Nscp.Reviews.Tool.Maintaining;
using Nscp.Reviews.Tool.Tokens;

namespace Nscp.Reviews.Cluster.Tests.Tools;

/// <summary><c>./build.sh messages</c>, beside a host whose log role lacks a right: what it tells the cases of a new list of bank holidays comes to nothing.</summary>
public sealed partial class LookingAfterMessages : IAsyncLifetime
{
    TestDatabase _database = null!;
    HostOnTrial _host = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await (await TestCluster.SharedAsync()).CreateDatabaseAsync();
        _host = new HostOnTrial(_database);
        await _host.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Lists_those_that_could_not_be_handled_has_them_tried_again_and_gives_one_up()
    {
        (await SaidAsync(0)).ShouldBe("To be handled: 0. Could not be handled: 0.");
        await Sql.RunAsync(_database.SuperuserConnectionString, "revoke select on mt_doc_clock from reviews_log");
        await AcceptAsync("2028-06-05");
        await AcceptAsync("2028-06-12");
        var listed = await UntilAsync("Could not be handled: 2.");
        listed.ShouldContain("TellCases");
        listed.ShouldContain("42501: permission denied for table mt_doc_clock");
        var ids = Id().Matches(listed).Select(id => id.Value).ToList();

        (await SaidAsync(0, "drop", ids[0])).ShouldBe("It is given up, and will not be handled.");
        (await SaidAsync(0)).ShouldContain("Could not be handled: 1.");
        (await SaidAsync(0)).ShouldContain(ids[1], Case.Sensitive, "the other one stays");
        (await SaidAsync(1, "drop", ids[0])).ShouldContain("There is no message");
        (await SaidAsync(1, "retry", ids[0])).ShouldContain("There is no message");
        await Sql.RunAsync(_database.SuperuserConnectionString, "grant select on mt_doc_clock to reviews_log");
        (await SaidAsync(0, "retry", ids[1])).ShouldBe("A running host tries it again within seconds.");
        await UntilAsync("Could not be handled: 0.");
        (await SaidAsync(0, "retry", "all")).ShouldBe("A running host tries them again within seconds: 0.");
    }

    [Theory]
    [InlineData("retry")]
    [InlineData("retry", "everything")]
    [InlineData("drop")]
    [InlineData("drop", "all")]
    [InlineData("empty")]
    public async Task Is_refused_when_the_order_is_not_understood(params string[] order) => (await SaidAsync(2, order)).ShouldStartWith("Usage: ");

    async Task<string> SaidAsync(int code, params string[] order)
    {
        var said = new List<string>();
        (await HostCommand.HearAsync(_host.Place, _host.Database, ["messages", .. order], said.Add, Ct)).ShouldBe(code, string.Join('\n', said));
        return string.Join('\n', said);
    }

    async Task<string> UntilAsync(string told)
    {
        var said = "";
        for (var tried = 0; tried < 60 && !said.Contains(told, StringComparison.Ordinal); tried++)
            said = await SaidAsync(0);
        said.ShouldContain(told);
        return said;
    }

    /// <summary>The list that is shipped, with one more bank holiday.</summary>
    async Task AcceptAsync(string day)
    {
        var shipped = await File.ReadAllTextAsync(Path.Combine(Repository.Find()!, "src/Nscp.Reviews.Domain/Clocks/Data/bank-holidays.json"), Ct);
        const string events = "\"events\": [";
        var at = shipped.IndexOf(events, StringComparison.Ordinal) + events.Length;
        using var client = new HttpClient { BaseAddress = _host.Place.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/calendar/revisions")
        {
            Content = new StringContent($$"""{{shipped[..at]}} { "title": "Extra", "date": "{{day}}", "notes": "", "bunting": false }, {{shipped[at..]}}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", DevelopmentToken.For(Person.Of("administrator"), _host.Place.Key(), SystemClock.Instance.GetCurrentInstant()));
        request.Headers.Add("If-Match", "*");
        request.Headers.Add("Idempotency-Key", day);
        using var answer = await client.SendAsync(request, Ct);
        ((int)answer.StatusCode).ShouldBe(201, await answer.Content.ReadAsStringAsync(Ct));
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=  TellCases)")]
    private static partial Regex Id();
}
