using System.Text;
using System.Text.Json.Nodes;

namespace Nscp.Reviews.Api.Tests;

public class SendingWhatCannotBeUnderstood(OneCase app) : IClassFixture<OneCase>
{
    [Fact]
    public async Task Names_every_field_that_is_missing_all_at_once()
    {
        var reply = await app.Manager.PostAsync("cases", new { kind = "incident", happenedOn = "soon", children = new object[] { new { label = "Robert", outcome = "asleep" }, new { } } });

        reply.Status.ShouldBe(400);
        reply.ErrorFields.ShouldBe(["happenedOn", "children[0].label", "children[0].outcome", "children[1].label", "children[1].outcome", "reference", "what"], ignoreOrder: true);
        reply.Text.ShouldNotContain("Robert");
        reply.Text.ShouldNotContain("asleep");
        reply.Text.ShouldContain("must be one of died, seriously-harmed, other-child-of-household");
    }

    [Fact]
    public async Task Says_which_kinds_of_case_there_are_in_the_words_that_it_takes()
    {
        var reply = await app.Manager.PostAsync("cases", new { kind = "murder" }, null);
        reply.Body.GetProperty("errors").GetProperty("kind")[0].GetString().ShouldBe("must be one of incident, contribution, local-learning, serious-case-review");
    }

    [Fact]
    public async Task Says_of_a_field_that_there_is_not_which_there_are()
    {
        var errors = (await app.Manager.PostAsync("cases/24-3/learning", new { channel = "briefing", finding = "a", by = new { post = "b" } })).Body.GetProperty("errors");
        errors.GetProperty("finding")[0].GetString().ShouldBe("is not a field of this request, which takes happenedOn, knownOn, by, reason, despite, channel, findings, hidesCase");
        errors.GetProperty("by.post")[0].GetString().ShouldBe("is not a field of by, which takes organisation, role, howKnown");
    }

    /// <summary>A client that is cut off while it still sends never reads the answer.</summary>
    [Theory]
    [InlineData(100_000)]
    [InlineData(5_000_000)]
    public async Task Says_that_the_body_is_too_large_and_hears_it_out(int length)
    {
        var reply = await app.Manager.PostAsync("cases/24-3/learning", $$"""{"channel":"briefing","findings":"{{new string('x', length)}}"}""");
        (reply.Status, reply.Code).ShouldBe((413, "too-large"));
    }

    [Theory]
    [InlineData("""{"channel":"briefing","findings":"a","findings":"b"}""", "findings")]
    [InlineData("""{"channel":"briefing","findings":"\ud800"}""", "findings")]
    [InlineData("""{"channel":"briefing","findings":"a\u0000b"}""", "findings")]
    [InlineData("""{"channel":"briefing","findings":"a\u0007b"}""", "findings")]
    [InlineData("""{"channel":"briefing","findings":""}""", "findings")]
    [InlineData("""{"channel":"briefing","findings":null}""", "findings")]
    [InlineData("""{"channel":3,"findings":"a"}""", "channel")]
    [InlineData("""{"channel":"Briefing","findings":"a"}""", "channel")]
    [InlineData("""{"channel":"briefing, training","findings":"a"}""", "channel")]
    [InlineData("""{"channel":"briefing","findings":"a","hidesCase":"yes"}""", "hidesCase")]
    [InlineData("""{"channel":"briefing","findings":"a","Findings":"a"}""", "Findings")]
    [InlineData("""{"channel":"briefing","findings":"a","happenedOn":"2025-02-30"}""", "happenedOn")]
    [InlineData("""{"channel":"briefing","findings":"a","happenedOn":"0001-01-01"}""", "happenedOn")]
    [InlineData("""{"channel":"briefing","findings":"a","by":{"organisation":"ncc"}}""", "by.organisation")]
    [InlineData("""{"channel":"briefing","findings":"a","by":{"colour":"red"}}""", "by.colour")]
    [InlineData("""{"channel":"briefing","findings":"a","despite":["no spaces allowed in here but this is far too long to be any code of ours at all"]}""", "despite[0]")]
    [InlineData("""{"channel":"briefing","findings":"a","despite":[null]}""", "despite[0]")]
    [InlineData("""{"channel":"briefing","findings":"a","<script>alert(1)</script>":1}""", "(a field with another name)")]
    public async Task Names_the_field(string body, string field)
    {
        var before = await app.EverythingAsync();
        var reply = await app.Manager.PostAsync("cases/24-3/learning", body);
        (reply.Status, reply.ErrorFields.Single()).ShouldBe((400, field), reply.Text);
        (await app.EverythingAsync()).ShouldBe(before);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"channel\":\"briefing\"")]
    [InlineData("{\"channel\":\"briefing\",}")]
    [InlineData("{} {}")]
    [InlineData("{\"a\":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}")]
    public async Task Says_that_the_body_is_unreadable(string body)
    {
        var reply = await app.Manager.PostAsync("cases/24-3/learning", body);
        (reply.Status, reply.Code).ShouldBe((400, "unreadable"), reply.Text);
    }

    [Fact]
    public async Task Says_that_the_body_is_not_UTF_8()
    {
        var content = new ByteArrayContent([.. Encoding.UTF8.GetBytes("{\"channel\":\"briefing\",\"findings\":\""), 0xC3, 0x28, .. Encoding.UTF8.GetBytes("\"}")]);
        content.Headers.ContentType = new("application/json");
        (await app.Manager.PostRawAsync("cases/24-3/learning", content)).Code.ShouldBe("unreadable");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/xml")]
    public async Task Says_that_the_content_is_not_JSON(string type)
    {
        var content = new StringContent("{}");
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        (await app.Manager.PostRawAsync("cases/24-3/learning", content)).Status.ShouldBe(415);
    }

    [Theory]
    [InlineData("recommendations/R9/acceptance", "recommendation-not-found")]
    [InlineData("recommendations/R1/actions/2/progress", "action-not-found")]
    [InlineData("recommendations/R1/actions/3/assignment", "action-not-found")]
    [InlineData("recommendations/R1/actions/0/assignment", "action-not-found")]
    [InlineData("recommendations/R1/actions/one/progress", "action-not-found")]
    public async Task Tells_first_that_there_is_no_such_thing(string step, string code)
    {
        var reply = await app.Manager.PostAsync($"cases/24-3/{step}", "unreadable");
        (reply.Status, reply.Code).ShouldBe((404, code));
    }

    [Fact]
    public async Task Tells_what_is_irregular_with_every_code_to_send_back()
    {
        var decision = Telling.Of("/cases/24-5/decision").With("despite", new JsonArray()).With("reason", null) with { Path = "/cases/24-3/decision" };
        var refused = await decision.SendAsync(app.Manager);
        refused.Status.ShouldBe(409);
        var codes = refused.Body.GetProperty("codes").EnumerateArray().Select(c => c.GetString()).ToArray();
        codes.ShouldBe(["no-meeting-held", "agreement-missing", "criteria-not-considered"], ignoreOrder: true);

        (await decision.With("despite", new JsonArray([.. codes.Select(c => (JsonNode)c!)])).SendAsync(app.Manager)).Code.ShouldBe("reason-missing");
    }

    [Fact]
    public async Task Refuses_a_reference_that_is_used_and_takes_the_same_facts_again()
    {
        (await app.Manager.PostAsync("cases", OpeningACase.Incident("24-3"), null)).Code.ShouldBe("reference-used");
        (await app.Manager.PostAsync("cases", OpeningACase.Incident("24-8"), null)).Status.ShouldBe(201);
        var again = await app.Manager.PostAsync("cases", OpeningACase.Incident("24-8"), null);
        (again.Status, again.Recorded.Count()).ShouldBe((200, 0));
    }
}
