using System.Text;
using System.Text.Json;
using NodaTime.Text;
using Nscp.Reviews.Api.Printed;
using Nscp.Reviews.Api.Readings;
using Nscp.Reviews.Domain.Cases;
using Nscp.Reviews.Domain.Clocks;

namespace Nscp.Reviews.Api.Evidence;

/// <summary>A list of bank holidays as it is put into a bundle.</summary>
/// <param name="Sha256">Of the bytes in which it came, not of this file.</param>
public sealed record BundledCalendar(
    int Revision, string Source, LocalDate RetrievedOn, string Sha256, Instant? AcceptedAt, string? AcceptedBy, string? Reason, LocalDate CoversFrom, LocalDate CoversTo, IReadOnlyList<BankHoliday> BankHolidays)
{
    internal static BundledCalendar Of(CalendarRevision one) => new(
        one.List.Revision, one.List.Provenance.Source, one.List.Provenance.RetrievedOn, one.List.Provenance.Sha256, one.AcceptedAt, one.AcceptedBy, one.Reason,
        one.List.Coverage.FirstDay, one.List.Coverage.LastDay, one.List.Holidays);
}

/// <summary>What came of asking for a bundle: the ZIP and its name, or why there is none.</summary>
sealed record MadeBundle(byte[]? Zip, string? FileName, Problem? Problem);

/// <summary>Makes audit bundles of cases.</summary>
sealed class AuditBundles(Sessions sessions, Worlds worlds, SealKeys keys, NpgsqlDataSource source, HostClock clock, IServiceProvider services)
{
    static readonly JsonSerializerOptions Indented = new(JsonAnswer.Options) { WriteIndented = true };

    /// <summary>Of a host that has a key.</summary>
    /// <param name="read">The case as it stood at <paramref name="at"/>.</param>
    internal async Task<MadeBundle> MakeAsync(OrganisationCode partnership, StreamRead read, int calendarInForce, KnownAt at, CancellationToken ct)
    {
        var (key, now) = (keys.Current!, clock.Now);
        var (history, world) = (CaseStream.History(read.Events), at.Of(await worlds.OfAsync(partnership, calendarInForce, ct)));
        var calendars = await UsedAsync(history, world, ct);
        // Revision 1 is in the program; every other was accepted by an event.
        await using var accepted = calendars.Any(one => one.Revision > 1) ? await sessions.OpenAsync(CalendarStream.Tenant, new StreamAddress.ById(CalendarStream.Id), null, ct) : null;
        BundleStream[] streams = [new("case", read), .. accepted is null ? [] : new BundleStream[] { new("calendar", at.Of(accepted.Read)) }];

        var proofs = await new SealedLog(source).ProveAsync([.. streams.SelectMany(stream => stream.Read.Sequences)], ct);
        if (proofs is null || !read.Sequences.Any(proofs.Leaves.ContainsKey)) return new(null, null, BundleProblems.NotSealedYet);
        if (!HasKeysOf([.. proofs.Earlier.Select(earlier => earlier.Head.Key), proofs.Newest.Key])) return new(null, null, BundleProblems.KeyMissing);

        var reference = history.State.Reference!.Value.Value;
        var told = new BundleTold(
            reference, world.Organisations.Find(partnership)?.Name ?? $"{partnership}", now, at.Instant, read.Version,
            read.Sequences.Count(number => !proofs.Leaves.ContainsKey(number)), proofs.Newest.Head, key.Public.Fingerprint,
            HistoryItem.Of(AuditTrail.Of(history, world), world.Organisations, HistoryOrder.Recorded, showProtected: true), calendars);
        List<BundleNote> about = [new("partnership", $"{partnership}"), new("case", reference)];
        if (at.Instant is { } then) about.Add(new("as-at", InstantPattern.ExtendedIso.Format(then)));
        var page = new BundleFile("index.html", Encoding.UTF8.GetBytes(await HtmlPage.RenderAsync<BundlePage>(services, told)));
        var lists = calendars.Select(one => new BundleFile($"calendar/revision-{one.Revision}.json", JsonSerializer.SerializeToUtf8Bytes(one, Indented)));
        var zip = BundleWriter.Write(new() { About = about, MadeAt = now, Streams = streams, Proofs = proofs, Keys = keys.All, Files = [page, .. lists] }, key);
        return new(zip, $"audit-bundle-{reference}-{at.Day:uuuu-MM-dd}.zip", null);
    }

    bool HasKeysOf(IEnumerable<string> signers) => signers.All(signer => keys.All.Any(known => known.Fingerprint == signer));

    /// <summary>The lists that the case's events were recorded under.</summary>
    async Task<IReadOnlyList<BundledCalendar>> UsedAsync(CaseHistory history, World world, CancellationToken ct)
    {
        var used = history.AsRecorded.Select(entry => world.Calendars.RevisionOf(entry.Envelope)).ToHashSet();
        return [.. (await worlds.RevisionsAsync(ct)).Where(one => used.Contains(one.List.Revision)).Select(BundledCalendar.Of)];
    }
}
