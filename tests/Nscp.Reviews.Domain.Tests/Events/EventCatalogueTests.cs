using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Nscp.Reviews.Domain.Cases;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Tests.Milestones;

namespace Nscp.Reviews.Domain.Tests.Events;

/// <summary>Every event type, found by reflection, so that a new one cannot be left out.</summary>
public class KeepingTheEventCatalogue
{
    static readonly Type[] Types = [.. typeof(CaseEvent).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(CaseEvent)) && !t.IsAbstract)];

    public static TheoryData<string> Names() => [.. EventCatalogue.Names];

    [Fact]
    public void Names_every_event_in_snake_case_of_its_type() =>
        Types.Select(t => Regex.Replace(t.Name, "(?<!^)([A-Z])", "_$1").ToLowerInvariant()).ShouldBe(EventCatalogue.Names, ignoreOrder: true);

    /// <summary>A correction names a field of the event or of its envelope: one name must not mean both.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Gives_no_field_the_name_of_one_in_the_envelope(string name) =>
        EventCatalogue.FieldsOf(EventCatalogue.TypeOf(name)).Keys.Intersect(Corrections.EnvelopeFields).ShouldBeEmpty();

    [Theory, MemberData(nameof(Names))]
    public void Brings_an_event_back_from_its_json(string name)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var fact = new AnyFact(new Random(seed)).Of(EventCatalogue.TypeOf(name));
            EventCatalogue.NameOf(fact).ShouldBe(name);
            EventCatalogue.FromJson(name, EventCatalogue.ToJson(fact)).ShouldBe(fact);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Folds_every_event_on_nothing_and_on_a_whole_case(string name)
    {
        var fact = new AnyFact().Of(EventCatalogue.TypeOf(name));
        foreach (var given in new[] { Given.NoCase, Stories.AReportAcceptedOnMonday2September2024(), Stories.AnActionVerifiedOnMonday1July2024() })
            given.And(Stories.Monday7October2024, fact).State.ShouldNotBeNull();
    }

    [Fact]
    public void Throws_at_an_event_that_the_fold_does_not_name() => Types.Length.ShouldBe(EventCatalogue.Names.Count);

    /// <summary>The stored form is a contract: a sample is added for a new version, and never edited.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Reads_and_writes_the_approved_sample(string name)
    {
        var sample = JsonNode.Parse(File.ReadAllText(Path.Combine(Samples(), $"{name}.v1.json")))!.AsObject();
        var type = EventCatalogue.TypeOf(name);
        var fact = EventCatalogue.FromJson(name, System.Text.Encoding.UTF8.GetBytes(sample.ToJsonString()));
        JsonNode.DeepEquals(JsonNode.Parse(EventCatalogue.ToJson(fact)), sample).ShouldBeTrue($"{name} is written otherwise than approved: {System.Text.Encoding.UTF8.GetString(EventCatalogue.ToJson(fact))}");
        fact.ShouldBe(new AnyFact().Of(type));
        EventCatalogue.FieldsOf(type).Keys.ShouldBe(sample.Select(p => p.Key), ignoreOrder: true, "The sample fills every field.");
    }

    [Fact]
    public void Has_no_sample_of_an_event_that_is_not_there() =>
        Directory.GetFiles(Samples()).Select(Path.GetFileName).ShouldBe(EventCatalogue.Names.Select(n => $"{n}.v1.json"), ignoreOrder: true);

    [Fact]
    public void Passes_over_what_a_newer_version_wrote() =>
        EventCatalogue.FromJson("hold_lifted", """{"hold":1,"newer":true}"""u8).ShouldBe(new CaseEvent.HoldLifted(1));

    [Theory, MemberData(nameof(Names))]
    public void Never_prints_protected_text(string name)
    {
        var fact = new AnyFact().Of(EventCatalogue.TypeOf(name));
        fact.ToString().ShouldNotContain("Narrative");
        foreach (var (field, isProtected) in EventCatalogue.FieldsOf(fact.GetType()))
            (EventCatalogue.ValueOf(fact, field)?.Contains("Narrative") ?? false).ShouldBe(isProtected, $"{name}.{field}");
    }

    [Fact]
    public void Prints_neither_side_of_a_correction_of_protected_text()
    {
        var value = new FieldValue.Guarded(new Domain.Words.ProtectedText("\"Narrative\""));
        var correction = new CaseEvent.RecordedWrongly(Guid.Empty, "circumstances", value, value, Stories.Short("DM"));
        correction.ToString().ShouldNotContain("Narrative");
        EventCatalogue.FromJson("recorded_wrongly", EventCatalogue.ToJson(correction)).ShouldBe(correction);
    }

    static string Samples([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Samples");
}
