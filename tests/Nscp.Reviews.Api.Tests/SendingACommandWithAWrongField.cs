using System.Text.Json;
using System.Text.Json.Nodes;
using Nscp.Reviews.Domain.Milestones;

namespace Nscp.Reviews.Api.Tests;

/// <summary>Every command, with each of its fields wrong in turn, those inside others too: each time the field is named and nothing is recorded.</summary>
public class SendingACommandWithAWrongField(OneCase app) : IClassFixture<OneCase>
{
    // Longer than any text may be, and shorter than a request.
    const int TooLong = 20_001;

    /// <summary>One of every kind of command.</summary>
    static IEnumerable<Telling> Commands => Telling.All.DistinctBy(t => t.Path.Split('/')[^1] + t.Body["kind"]);

    [Fact]
    public Task Names_it_when_it_has_the_wrong_type() =>
        // A correction's right value may be of any kind.
        NamesItAsync(field => field.GetPath() == "$.right" ? [] : [field is JsonObject or JsonArray ? 7 : new JsonObject { ["x"] = 1 }]);

    [Fact]
    public Task Names_it_when_it_is_too_long() => NamesItAsync(field => field.GetValueKind() == JsonValueKind.String ? [new string('x', TooLong)] : []);

    [Fact]
    public Task Names_it_when_it_has_a_control_character() => NamesItAsync(field => field.GetValueKind() == JsonValueKind.String ? [$"{field}\0", $"\u001b[2J{field}"] : []);

    [Fact]
    public async Task Names_all_that_it_cannot_do_without()
    {
        var before = await app.EverythingAsync();
        foreach (var telling in Commands)
        {
            var needed = Needed(telling).ToList();
            // Some commands say all by being sent.
            if (needed.Count == 0) continue;
            var reply = await SendAsync(telling with { Body = telling.Opens && telling.Body["kind"] is { } kind ? new JsonObject { ["kind"] = kind.DeepClone() } : [] });
            reply.Status.ShouldBe(400, $"{telling.Path}: {reply.Text}");
            reply.ErrorFields.ShouldBe(needed, ignoreOrder: true, telling.Path);
        }
        (await app.EverythingAsync()).ShouldBe(before);
    }

    async Task NamesItAsync(Func<JsonNode, IEnumerable<JsonNode>> wrongs)
    {
        var (before, sent) = (await app.EverythingAsync(), 0);
        foreach (var telling in Commands)
            foreach (var (index, field) in FieldsOf(telling.Body.DeepClone()).Index())
                foreach (var wrong in wrongs(field))
                {
                    var body = telling.Body.DeepClone().AsObject();
                    FieldsOf(body).ElementAt(index).ReplaceWith(wrong);
                    var reply = await SendAsync(telling with { Body = body });
                    reply.Status.ShouldBe(400, $"{telling.Path} {field.GetPath()}: {reply.Text}");
                    reply.ErrorFields.ShouldContain(field.GetPath()[2..], reply.Text);
                    sent++;
                }
        sent.ShouldBeGreaterThan(100);
        (await app.EverythingAsync()).ShouldBe(before);
    }

    /// <summary>Every field and every item of a list, however deep.</summary>
    static List<JsonNode> FieldsOf(JsonNode node) => node switch
    {
        JsonObject fields => [.. fields.SelectMany(f => (JsonNode[])[f.Value!, .. FieldsOf(f.Value!)])],
        JsonArray items => [.. items.SelectMany(i => (JsonNode[])[i!, .. FieldsOf(i!)])],
        _ => [],
    };

    static IEnumerable<string> Needed(Telling telling)
    {
        var (route, kind) = (telling.Path.Split('/')[^1], (string?)telling.Body["kind"]);
        var command = telling.Path == "/yearly-reports" ? typeof(YearlyReports.Publish)
            : telling.Opens ? AllMilestones.OpeningOf.Single(o => Say.Word(o.Key) == (kind ?? "incident")).Value.Command
            : (telling.Path.Contains("/actions/", StringComparison.Ordinal) ? AllMilestones.OfActions : telling.Path.Contains("/R", StringComparison.Ordinal) ? AllMilestones.OfRecommendations : AllMilestones.OfCases)
                .Single(m => m.Route == route).Command;
        return command.GetConstructors().Single().GetParameters().Where(p => !p.HasDefaultValue).Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name!));
    }

    Task<Reply> SendAsync(Telling telling)
    {
        var parts = telling.Path.Split('/');
        var path = telling.Path.Contains("/actions/", StringComparison.Ordinal) ? $"/cases/24-3/recommendations/R1/actions/1/{parts[^1]}"
            : telling.NeedsVersion && !telling.Path.Contains("/R", StringComparison.Ordinal) ? $"/cases/24-3/{parts[^1]}" : telling.Path;
        return (telling with { Path = path }).SendAsync(app.Manager);
    }
}
