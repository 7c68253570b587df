using NodaTime;
using Nscp.Reviews.Evidence;

namespace Nscp.Reviews.Verifier.Tests;

/// <summary>A good bundle with all that a bundle may hold: two streams, events between them that are not in it, a row of other software, three heads by two keys, an unsealed tail.</summary>
static class Sample
{
    internal static SealKey Old { get; } = SealKey.Parse(SealKey.NewPem());

    internal static SealKey Current { get; } = SealKey.Parse(SealKey.NewPem());

    internal static SealKey Stranger { get; } = SealKey.Parse(SealKey.NewPem());

    internal static string OldPrint => Old.Public.Fingerprint;

    internal static string CurrentPrint => Current.Public.Fingerprint;

    internal static BundleFile Page { get; } = new("index.html", "<!doctype html><title>Sample</title>\n"u8.ToArray());

    internal static (string, int)[] Streams { get; } = [("T1", 1), ("*DEFAULT*", 9)];

    /// <param name="other">What a second one differs in, so that it is of another matter.</param>
    internal static PretendLog Log(string other = "")
    {
        var log = new PretendLog();
        log.Record("T2", 1, "{}");
        log.Record("T1", 1, $$"""{"b":[1,-2,9007199254740991],"a":"é\u2028😀\u007f / \\ \" \t{{other}}","\ud83d\ude00":true,"\ufffd":null,"ab":{},"B":[]}""", """{"text":"second"}""");
        log.Seal(Old);
        log.LeaveOut(3);
        log.Record("T2", 2, """{"x":1}""", """{"x":2}""");
        log.Record("*DEFAULT*", 9, """{"list":2}""");
        log.RecordElsewhere("T1", 1, """{"n":1.50,"m":1e2,"k":123456789012345678901234567890,"o":-0.10}""", new OtherColumns(null, null, null, null, "Some.Type, Some", new byte[] { 0, 255, 10 }, IsArchived: false));
        log.Record("T1", 1, """{"text":"after other software"}""");
        log.Seal(Old);
        log.Record("T2", 1, """{"x":3}""");
        log.RecordElsewhere("T1", 1, "[null]", new OtherColumns("null"u8.ToArray(), "", "c", "k", null, null, IsArchived: true));
        log.RecordElsewhere("T1", 1, "\"text\"", new OtherColumns("""{"hash":7,"z":{"hash":"kept"}}"""u8.ToArray(), null, null, null, null, ReadOnlyMemory<byte>.Empty, IsArchived: false));
        log.Record("T1", 1, """{"text":"sealed last"}""");
        log.Seal(Current);
        return log;
    }

    internal static BundleContent Content(PretendLog log) => new()
    {
        About = [new("area", "T1"), new("matter", "12-7 “é”")],
        MadeAt = PretendLog.Noon.Plus(Duration.FromHours(1)),
        Streams = [new("matter", log.Read("T1", 1)), new("calendar", log.Read("*DEFAULT*", 9))],
        Proofs = log.Prove(Streams),
        Keys = [Old.Public, Current.Public, Stranger.Public],
        Files = [Page, new("calendar/revision-1.json", "{}\n"u8.ToArray())],
    };

    /// <summary>All sealed.</summary>
    internal static byte[] Whole { get; } = BundleWriter.Write(Content(Log()), Current);

    /// <summary>With two events more than the newest head seals.</summary>
    internal static byte[] WithTail { get; } = MakeWithTail();

    static byte[] MakeWithTail()
    {
        var log = Log();
        log.Record("T1", 1, """{"text":"unsealed"}""");
        log.Record("T2", 1, """{"x":4}""");
        log.Record("T1", 1, """{"text":"unsealed too"}""");
        return BundleWriter.Write(Content(log), Current);
    }
}
