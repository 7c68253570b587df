namespace Nscp.Reviews.Api.Tests;

public class SettingAReferenceRight(ReviewsApp app) : IClassFixture<ReviewsApp>
{
    [Fact]
    public async Task Makes_the_case_found_by_the_right_one_only()
    {
        var opening = await OpenAsync("25-1");
        (await CorrectAsync("25-1", opening, "25-11")).Status.ShouldBe(200);

        (await app.Manager.GetAsync("cases/25-1")).Code.ShouldBe("case-not-found");
        (await app.Manager.GetAsync("cases/25-1/history")).Code.ShouldBe("case-not-found");
        (await app.Manager.GetAsync("cases/25-11")).Body.GetProperty("reference").GetString().ShouldBe("25-11");
        var register = (await app.Manager.GetAsync("cases")).Body.GetProperty("items").EnumerateArray().Select(c => c.GetProperty("reference").GetString()).ToList();
        register.ShouldContain("25-11");
        register.ShouldNotContain("25-1");
        (await app.Manager.PostAsync("cases/25-11/panel-referral", new { happenedOn = "2025-04-03" })).Recorded.ShouldBe(["panel_referral_sent"]);
        (await app.Manager.PostAsync("cases", OpeningACase.Incident("25-1"), null)).Status.ShouldBe(201, "the wrong one is free again");
    }

    [Fact]
    public async Task Is_answered_again_under_its_key_although_the_wrong_one_finds_nothing()
    {
        var opening = await OpenAsync("25-2");
        var first = await CorrectAsync("25-2", opening, "25-22", key: "right");
        var again = await CorrectAsync("25-2", opening, "25-22", key: "right");
        (again.Status, again.ETag).ShouldBe((200, first.ETag));
        again.Body.GetProperty("reference").GetString().ShouldBe("25-22");
    }

    [Theory]
    [InlineData("*")]
    [InlineData("\"1\"")]
    public async Task Is_refused_when_another_case_has_it_and_leaves_the_store_as_it_was(string ifMatch)
    {
        var opening = await OpenAsync(ifMatch == "*" ? "25-3" : "25-4");
        var other = ifMatch == "*" ? "25-33" : "25-44";
        await OpenAsync(other);
        await IsUsedAsync(() => CorrectAsync(ifMatch == "*" ? "25-3" : "25-4", opening, other, ifMatch));
    }

    [Fact]
    public async Task Is_taken_back_while_the_old_one_is_free_and_refused_when_it_is_not()
    {
        var opening = await OpenAsync("25-5");
        var correction = Recorded(await CorrectAsync("25-5", opening, "25-55"));
        await OpenAsync("25-5");
        var takeBack = new { @event = correction, inError = "never-happened", foundBy = "Development Manager", reason = "It was right before." };
        await IsUsedAsync(() => app.Manager.PostAsync("cases/25-55/correction", takeBack));
    }

    [Fact]
    public async Task May_make_it_one_with_the_reference_of_its_own_CSPR()
    {
        var opening = await OpenAsync("25-6");
        await app.Manager.PostAsync("cases/25-6/panel-referral", new { happenedOn = "2025-04-03" });
        string[] all = ["NCC", "NOTTS-POLICE", "NN-ICB"];
        (await app.Manager.PostAsync("cases/25-6/rapid-review-held", new { attendance = all.Select(o => new { organisation = o, role = "Director" }), happenedOn = "2025-04-10" })).Status.ShouldBe(200);
        var criteria = ((string[])["a", "b", "c", "d"]).Select(c => new { criterion = c, finding = "Met." });
        (await app.Manager.PostAsync("cases/25-6/decision", new { outcome = "cspr", reasons = "To learn.", agreedBy = all, criteria, happenedOn = "2025-04-10" })).Status.ShouldBe(200);
        var commission = Recorded(await app.Manager.PostAsync("cases/25-6/commission", new { decision = 1, csprReference = "RN25", happenedOn = "2025-04-11", despite = new[] { "panel-has-not-responded" }, reason = "Urgent." }));

        (await CorrectAsync("25-6", opening, "RN25")).Status.ShouldBe(200);
        (await app.Manager.GetAsync("cases/25-6")).Status.ShouldBe(404);
        (await app.Manager.GetAsync("cases/RN25")).Body.GetProperty("csprReference").GetString().ShouldBe("RN25");
        (await CorrectAsync("RN25", commission, "RN26", field: "csprReference")).Status.ShouldBe(200);
        foreach (var reference in (string[])["RN25", "RN26"])
            (await app.Manager.GetAsync($"cases/{reference}")).Body.GetProperty("reference").GetString().ShouldBe("RN25");
        await OpenAsync("25-66");
        await IsUsedAsync(() => CorrectAsync("RN25", commission, "25-66", field: "csprReference"));
    }

    async Task IsUsedAsync(Func<Task<Reply>> attempt)
    {
        var before = await app.EverythingAsync();
        var reply = await attempt();
        (reply.Status, reply.Code).ShouldBe((409, "reference-used"), reply.Text);
        (await app.EverythingAsync()).ShouldBe(before);
    }

    /// <summary>The id of the event that opens the case.</summary>
    async Task<string> OpenAsync(string reference) => Recorded(await app.Manager.PostAsync("cases", OpeningACase.Incident(reference), ifMatch: null));

    Task<Reply> CorrectAsync(string reference, string wrong, string right, string ifMatch = "*", string? key = null, string field = "reference") =>
        app.Manager.PostAsync($"cases/{reference}/correction", new { @event = wrong, field, right, foundBy = "Development Manager", reason = "Misread." }, ifMatch, key);

    static string Recorded(Reply reply)
    {
        reply.Status.ShouldBeLessThan(300, reply.Text);
        return reply.Body.GetProperty("recorded")[0].GetProperty("id").GetString()!;
    }
}
