namespace Nscp.Reviews.Api.Tests;

/// <summary>A host that has the key seals what is recorded, keeps the heads outside the database, and tells when it cannot.</summary>
public class SealingTheLog(ReviewsApp app) : IClassFixture<ReviewsApp>
{
    [Fact]
    public async Task Seals_a_case_soon_after_it_was_recorded_and_anchors_the_head()
    {
        await using var host = await app.WholeHostAsync(app.Seals.Settings);
        await AnchoredAsync(host, "25-701");
        (await app.TextsAsync("select key from es_tree_head limit 1")).ShouldBe([app.Seals.Fingerprint]);
        await SealFiles.UntilAsync(async () => (await StatusAsync(host)) == "ready");
    }

    [Fact]
    public async Task Is_told_of_where_the_host_that_should_do_it_has_no_key()
    {
        await using var host = await app.WholeHostAsync();
        (await ReadyAsync(host)).ShouldContain("This host has no key to seal the log by: set Reviews__SealKeyFile");
    }

    [Fact]
    public async Task Tells_when_the_folder_of_the_anchors_takes_nothing()
    {
        await using var host = await app.WholeHostAsync(app.Seals.Settings);
        await AnchoredAsync(host, "25-702");
        var aside = await TakeFolderAwayAsync();
        await SealFiles.UntilAsync(async () => (await ReadyAsync(host)).Contains("cannot be kept in the folder of the anchors", StringComparison.Ordinal));

        GiveFolderBack(aside);
        await SealFiles.UntilAsync(async () => !(await ReadyAsync(host)).Contains("anchors", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refuses_to_start_where_the_folder_of_the_anchors_is_not_there()
    {
        var absent = Path.Combine(app.Seals.Place, "absent");
        (await Should.ThrowAsync<InvalidOperationException>(() => app.SecondHostAsync(app.ApplicationConnectionString, $"--Reviews:AnchorFolder={absent}")))
            .Message.ShouldBe($"The folder {absent}, which Reviews__AnchorFolder names for the anchors, is not there. Make or mount it and start again.");
    }

    /// <summary>Records a case, and waits until the host has sealed it and anchored the head.</summary>
    async Task AnchoredAsync(OtherHost host, string reference)
    {
        (await host.Manager.PostAsync("cases", OpeningACase.Incident(reference))).Status.ShouldBe(201);
        await SealFiles.UntilAsync(async () => await UnsealedAsync() == 0 && Anchors().Length == await CountAsync("es_tree_head"));
    }

    /// <summary>A file in its place: nothing can be written below it, whoever tries.</summary>
    /// <returns>Where its anchors lie meanwhile.</returns>
    async Task<string> TakeFolderAwayAsync()
    {
        var aside = $"{app.Seals.Anchors}-aside";
        Directory.Move(app.Seals.Anchors, aside);
        await File.WriteAllTextAsync(app.Seals.Anchors, "", ReviewsApp.Ct);
        return aside;
    }

    void GiveFolderBack(string aside)
    {
        File.Delete(app.Seals.Anchors);
        Directory.Move(aside, app.Seals.Anchors);
    }

    string[] Anchors() => Directory.Exists(app.Seals.Anchors) ? Directory.GetFiles(app.Seals.Anchors, "head-*.json", SearchOption.AllDirectories) : [];

    Task<int> UnsealedAsync() => CountAsync("mt_events where seq_id not in (select seq_id from es_leaf)");

    async Task<int> CountAsync(string rows) => int.Parse((await app.TextsAsync($"select count(*)::text from {rows}"))[0], System.Globalization.CultureInfo.InvariantCulture);

    static async Task<string> ReadyAsync(OtherHost host) => (await host.Manager.GetAsync("/health/ready")).Text;

    static async Task<string?> StatusAsync(OtherHost host) => (await host.Manager.GetAsync("/health/ready")).Body.GetProperty("status").GetString();
}
