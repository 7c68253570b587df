namespace Nscp.Reviews.Api.Tests;

/// <summary>The explanation of one clock, as JSON and as a paragraph for a letter.</summary>
public class AskingHowADueDateWasReached(ReviewsApp app) : IClassFixture<ReviewsApp>
{
    [Fact]
    public async Task Tells_every_day_and_as_plain_text_a_paragraph_that_says_the_same()
    {
        (await app.Manager.PostAsync("cases", OpeningACase.Incident("EX1", aware: "2025-04-14"))).Status.ShouldBe(201);
        var reply = await app.Manager.GetAsync("cases/EX1/clocks/panel-referral/explanation");
        (reply.Status, reply.ETag).ShouldBe((200, "\"1\""));
        var body = reply.Body;
        body.GetProperty("days").EnumerateArray().Select(day => $"{day.GetProperty("date")} {(day.TryGetProperty("number", out var n) ? n : day.GetProperty("passedOver"))}").ShouldBe(
        [
            "2025-04-15 1", "2025-04-16 2", "2025-04-17 3", "2025-04-18 Good Friday", "2025-04-19 Saturday", "2025-04-20 Sunday", "2025-04-21 Easter Monday", "2025-04-22 4", "2025-04-23 5",
        ]);
        (body.GetProperty("rule").GetString(), body.GetProperty("calendarRevision").GetInt32(), body.GetProperty("start").GetProperty("type").GetString()).ShouldBe(("A", 1, "incident_reported"));
        (body.GetProperty("clock").GetProperty("dueOn").GetString(), body.GetProperty("clock").GetProperty("force").GetString()).ShouldBe(("2025-04-23", "guidance"));

        var plain = await app.Manager.GetAsync("cases/EX1/clocks/panel-referral/explanation", "text/plain");
        plain.Raw.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; charset=utf-8");
        plain.Text.ShouldBe(body.GetProperty("text").GetString() + "\n");
        plain.Text.ShouldContain("Saturdays and Sundays, Friday 18 April 2025 (Good Friday) and Monday 21 April 2025 (Easter Monday) are passed over. It is due on Wednesday 23 April 2025");
        plain.Text.ShouldEndWith("As at 14 May 2025 it is overdue by 14 working days.\n");
    }

    [Fact]
    public async Task Is_not_found_for_a_clock_or_a_case_that_is_not_there_nor_for_another_partnership()
    {
        (await app.Manager.PostAsync("cases", OpeningACase.Incident("EX2"))).Status.ShouldBe(201);
        (await app.Manager.GetAsync("cases/EX2/clocks/panel-referral-2/explanation")).Code.ShouldBe("clock-not-found");
        (await app.Manager.GetAsync("cases/ZZ9/clocks/panel-referral/explanation")).Code.ShouldBe("case-not-found");
        (await app.As("development-manager", "NCSCP", "NCSCP").GetAsync("cases/EX2/clocks/panel-referral/explanation")).Code.ShouldBe("case-not-found");
        (await app.As("agency-lead", "SFHT").GetAsync("cases/EX2/clocks/panel-referral/explanation")).Status.ShouldBe(403);
        (await app.Nobody.GetAsync("cases/EX2/clocks/panel-referral/explanation")).Status.ShouldBe(401);
        (await app.Manager.GetAsync("cases/EX2/clocks/panel-referral/explanation?today=2025-01-01")).ErrorFields.ShouldBe(["today"]);
    }

    [Fact]
    public async Task Shows_both_readings_beside_the_clock_once_a_fact_was_corrected()
    {
        (await app.Manager.PostAsync("cases", OpeningACase.Incident("EX3"))).Status.ShouldBe(201);
        var sent = await app.Manager.PostAsync("cases/EX3/panel-referral", new { happenedOn = "2025-04-08" });
        var id = sent.Body.GetProperty("recorded")[0].GetProperty("id").GetString();
        (await app.Manager.PostAsync("cases/EX3/correction", new { @event = id, field = "happenedOn", right = "2025-04-09", foundBy = "Business Support", reason = "The e-mail shows it." })).Status.ShouldBe(200);

        var clock = (await app.Manager.GetAsync("cases/EX3/clocks")).Body.GetProperty("items").EnumerateArray().Single(c => c.GetProperty("id").GetString() == "panel-referral");

        (clock.GetProperty("state").GetString(), clock.GetProperty("metOn").GetString(), clock.GetProperty("n").GetInt32()).ShouldBe(("met-late", "2025-04-09", 1));
        var earlier = clock.GetProperty("earlier").EnumerateArray().Single();
        (earlier.GetProperty("metOn").GetString(), earlier.GetProperty("changedBy").GetInt32()).ShouldBe(("2025-04-08", 3));
        (await app.Manager.GetAsync("cases/EX3/clocks/panel-referral/explanation", "text/plain")).Text.ShouldContain("Until it was corrected on 14 May 2025 it read: counted from 1 April 2025, due on 8 April 2025, met on 8 April 2025.");
        (await app.Manager.GetAsync("cases/EX3/clocks", "text/csv")).Status.ShouldBe(200);
    }
}
