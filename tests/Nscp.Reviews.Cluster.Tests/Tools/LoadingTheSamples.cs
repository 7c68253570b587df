using NodaTime;
using Nscp.Reviews.Tool;
using Nscp.Reviews.Tool.Running;

namespace Nscp.Reviews.Cluster.Tests.Tools;

public sealed class LoadingTheSamples : IDisposable
{
    const string Script =
        """
        { "title": "A year", "about": "Two steps", "steps": [
          { "name": "RN19 is reported", "role": "development-manager", "method": "POST", "route": "/api/v1/cases", "body": {} },
          { "name": "the Panel is told", "role": "development-manager", "method": "POST", "route": "/api/v1/cases/RN19/panel-referral", "body": {} } ] }
        """;

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nscp-reviews-samples-");

    public LoadingTheSamples()
    {
        File.WriteAllText(Path.Combine(_folder.CreateSubdirectory("samples").FullName, "year.json"), Script);
        _folder.CreateSubdirectory("data");
    }

    string Begun => Path.Combine(_folder.FullName, "data", "samples-begun");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Plays_them_into_an_empty_store()
    {
        using var host = Host(cases: 0);

        await LoadAsync(host);

        Posted(host).ShouldBe(2);
        File.Exists(Begun).ShouldBeFalse();
    }

    [Fact]
    public async Task Leaves_a_store_alone_that_holds_cases()
    {
        using var host = Host(cases: 1);

        await LoadAsync(host);

        Posted(host).ShouldBe(0);
    }

    [Fact]
    public async Task Is_finished_by_the_next_run_when_it_was_cut_off_though_the_store_holds_cases_by_then()
    {
        using (var host = Host(cases: 0, answersTo: "/api/v1/cases"))
            await Should.ThrowAsync<ToolException>(() => LoadAsync(host));
        File.Exists(Begun).ShouldBeTrue();

        using var next = Host(cases: 1);
        await LoadAsync(next);

        Posted(next).ShouldBe(2);
        File.Exists(Begun).ShouldBeFalse();
    }

    static int Posted(PretendHost host) => host.Asked.Count(asked => asked.Method == "POST");

    /// <param name="cases">How many it lists.</param>
    /// <param name="answersTo">The only route that it lets be posted to; null: all.</param>
    static PretendHost Host(int cases, string? answersTo = null) => new(asked => asked switch
    {
        { Method: "GET" } => (200, cases == 0 ? """{"items":[]}""" : """{"items":[{}]}"""),
        _ when answersTo is null || asked.Route == answersTo => (200, """{"recorded":[{"id":"1"}]}"""),
        _ => (409, """{"title":"Not now."}"""),
    });

    async Task LoadAsync(PretendHost host)
    {
        var data = Path.Combine(_folder.FullName, "data");
        var place = new Workplace(_folder.FullName, new ClusterOptions { DataFolder = data, BinariesFolder = data }, host.Address);
        using var client = new HttpClient { BaseAddress = host.Address };
        await new Samples(place, client, SystemClock.Instance).LoadIfEmptyAsync(TestContext.Current.CancellationToken);
    }
}
