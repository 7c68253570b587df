using Microsoft.IdentityModel.JsonWebTokens;
using NodaTime;
using Nscp.Reviews.Tool;
using Nscp.Reviews.Tool.Replaying;

namespace Nscp.Reviews.Cluster.Tests.Tools;

public sealed class ReplayingAScript : IDisposable
{
    const string Recorded = """{"recorded":[{"sequence":1}]}""";
    const string Stood = """{"recorded":[]}""";
    const string Text =
        """
        { "title": "A year", "about": "Three steps", "steps": [
          { "name": "RN19 is reported", "role": "development-manager", "method": "POST", "route": "/api/v1/cases",
            "body": { "reference": "RN19" } },
          { "name": "the Panel is told", "role": "development-manager", "method": "POST",
            "route": "/api/v1/cases/RN19/panel-referral", "body": { "happenedOn": "2019-05-01", "reason": "not to be repeated" },
            "illustrative": ["happenedOn"] },
          { "name": "the police agree", "role": "partner-delegate", "as": { "name": "Chief Superintendent (sample)" },
            "method": "POST", "route": "/api/v1/cases/RN19/report-agreement", "body": {} } ] }
        """;

    readonly string _file = Path.GetTempFileName();
    readonly Script _script;

    public ReplayingAScript()
    {
        File.WriteAllText(_file, Text);
        _script = Script.Read(_file);
    }

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Sends_each_step_as_who_it_names_in_order()
    {
        using var host = new PretendHost(_ => (200, Recorded));

        var played = await PlayAsync(host.Address);

        played.ShouldBe(new Played(3, 0, null));
        host.Asked.Select(asked => asked.Route).ShouldBe(["/api/v1/cases", "/api/v1/cases/RN19/panel-referral", "/api/v1/cases/RN19/report-agreement"]);
        host.Asked.Select(asked => asked.IfMatch).ShouldBe([null, "*", "*"]);
        host.Asked[1].Body.ShouldContain("2019-05-01");
        var last = new JsonWebToken(host.Asked[2].Authorization!["Bearer ".Length..]);
        last.GetPayloadValue<string>("role").ShouldBe("partner-delegate");
        last.GetPayloadValue<string>("name").ShouldBe("Chief Superintendent (sample)");
    }

    [Fact]
    public async Task Sends_the_same_keys_again_and_counts_what_stood_already()
    {
        var known = new HashSet<string>();
        using var host = new PretendHost(asked => (200, known.Add(asked.Key!) ? Recorded : Stood));

        await PlayAsync(host.Address);
        var again = await PlayAsync(host.Address);

        again.ShouldBe(new Played(0, 3, null));
        known.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Stops_at_the_first_step_that_fails_and_says_which_and_why()
    {
        using var host = new PretendHost(asked => asked.Route.EndsWith("panel-referral")
            ? (409, """{"title":"Too early.","detail":"The incident must be reported first.","errors":{"happenedOn":["is before the incident"]}}""")
            : (200, Recorded));

        var played = await PlayAsync(host.Address);

        played.Recorded.ShouldBe(1);
        played.Failure.ShouldBe("Step 2 of 3, \"the Panel is told\", was answered 409: Too early. The incident must be reported first. happenedOn: is before the incident");
        host.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Never_repeats_what_was_sent()
    {
        using var host = new PretendHost(asked => (400, asked.Body));

        (await PlayAsync(host.Address)).Failure!.ShouldNotContain("RN19\"}");
    }

    [Fact]
    public async Task Waits_for_a_host_that_is_being_started_again()
    {
        var busy = 2;
        var port = PretendHost.FreePort();
        var playing = PlayAsync(new Uri($"http://localhost:{port}/"));
        await Task.Delay(200);
        using var host = new PretendHost(_ => busy-- > 0 ? (503, "") : (200, Recorded), port);

        (await playing).ShouldBe(new Played(3, 0, null));
        host.Asked[0].Key.ShouldBe(host.Asked[2].Key);
    }

    [Fact]
    public async Task Gives_up_on_a_host_that_does_not_come_and_says_so()
    {
        var nobody = new Uri($"http://localhost:{PretendHost.FreePort()}/");

        var played = await PlayAsync(nobody, patience: Duration.FromMilliseconds(300));

        played.Recorded.ShouldBe(0);
        played.Failure!.ShouldContain("Step 1 of 3");
        played.Failure!.ShouldContain("./build.sh run");
    }

    [Theory]
    [InlineData(31, 12, "A year: 31 steps recorded now, 12 already stood in the record.")]
    [InlineData(1, 0, "A year: 1 step recorded now, 0 already stood in the record.")]
    public void Tells_what_was_recorded_now_from_what_stood_already(int recorded, int stood, string told) =>
        ReplayCommand.Summary(_script, new Played(recorded, stood, null)).ShouldBe(told);

    [Fact]
    public async Task Counts_a_step_whose_answer_is_given_again_as_one_that_stood()
    {
        using var host = new PretendHost(_ => (200, Recorded)) { AnswersAgain = asked => asked.Route.EndsWith("panel-referral") };

        (await PlayAsync(host.Address)).ShouldBe(new Played(2, 1, null));
    }

    [Theory]
    [InlineData("""{ "title": "A year" }""")]
    [InlineData("""{ "title": "A year", "about": "", "steps": [ { "name": "x", "role": "y", "method": "POST", "route": "/", "bodi": {} } ] }""")]
    [InlineData("not JSON")]
    public void Is_refused_for_a_file_that_is_no_script(string content)
    {
        File.WriteAllText(_file, content);

        Should.Throw<ToolException>(() => Script.Read(_file)).Message.ShouldContain(_file);
    }

    Task<Played> PlayAsync(Uri address, Duration? patience = null)
    {
        var key = Convert.ToBase64String([.. Enumerable.Range(1, 32).Select(n => (byte)n)]);
        var player = new Player(new HttpClient { BaseAddress = address }, key, SystemClock.Instance)
        {
            Patience = patience ?? Duration.FromSeconds(20),
            Pause = Duration.FromMilliseconds(20),
        };
        return player.PlayAsync(_script, new Progress<int>(), TestContext.Current.CancellationToken);
    }
}
