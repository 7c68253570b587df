namespace Nscp.Reviews.Evidence;

/// <summary>
/// What did not fit while the log was read: leaves without an event, events without a leaf, events that are not what was sealed, versions that were not met.
/// At the end pieces that belong together are put together, so that a moved event is named once, and as moved. Bounded: what comes when it is full is named as it came.
/// </summary>
sealed class Puzzle(Findings findings)
{
    const int Most = Findings.MostKept;

    readonly List<Orphan> _orphans = [];
    readonly List<StoredPlace> _doubted = [], _inserted = [];
    readonly Dictionary<(StreamKey Stream, long Version), StoredPlace> _gaps = [];

    sealed record Orphan(long Number, Hash256 Hash)
    {
        internal (StreamKey Stream, long Version)? Place { get; set; }
    }

    /// <summary>Whether there is anything that may be missing elsewhere.</summary>
    internal bool HasPieces => _orphans.Any(one => one.Place is null) || _doubted.Any(one => one.Leaf is not null);

    /// <summary>Whether a leaf is gone together with its event.</summary>
    internal bool HasLostLeaves { get; set; }

    /// <summary>A leaf that has no event.</summary>
    internal void Orphaned(long number, Hash256 hash) => Keep(_orphans, new Orphan(number, hash), NameMissing);

    /// <summary>An event that the sealer has passed, without a leaf.</summary>
    internal void Inserted(StoredPlace one) => Keep(_inserted, one, NameInserted);

    /// <summary>An event that fits nothing.</summary>
    internal void Doubted(StoredPlace one) => Keep(_doubted, one, NameAltered);

    /// <summary>Versions before this one were not met.</summary>
    internal void Gap(StoredPlace one, long last)
    {
        for (var version = last + 1; version < one.Version; version++)
        {
            if (_gaps.Count >= Most)
            {
                findings.CountOnly(one.Version - version);
                return;
            }
            _gaps.TryAdd((one.Stream, version), one);
        }
    }

    /// <summary>Whether this event stands upon one that is gone or was moved; then that one's place is known.</summary>
    internal bool Fills(StoredPlace one, long last, Func<Hash256, bool> standsUpon)
    {
        if (_orphans.Find(orphan => orphan.Place is null && standsUpon(orphan.Hash)) is { } gone)
        {
            gone.Place = (one.Stream, one.Version - 1);
            NameRun(one.Stream, last + 1, one.Version - 2, gone);
            return true;
        }
        if (!_doubted.Exists(moved => moved.Leaf is { } leaf && standsUpon(leaf)))
            return false;
        Gap(one with { Version = one.Version - 1 }, last);
        return true;
    }

    /// <summary>An event that comes after a later one of its stream.</summary>
    internal void Late(StoredPlace one)
    {
        if (!_gaps.Remove((one.Stream, one.Version), out var early))
            return;
        findings.Add(early.Finding(FindingKind.Reordered, $"comes before version {one.Version} in the log"));
        findings.Add(one.Finding(FindingKind.Reordered, $"comes after version {early.Version} in the log"));
    }

    /// <summary>Whether the event that stands last in a stream is named already.</summary>
    internal bool Names(StreamKey stream, long version) => _inserted.Concat(_doubted).Any(one => one.Stream == stream && one.Version == version);

    /// <summary>Names everything.</summary>
    internal void Solve()
    {
        var sealedAt = _doubted.Where(one => one.Leaf is not null).GroupBy(one => one.Leaf!.Value).ToDictionary(same => same.Key, same => same.First().Number);
        foreach (var one in _doubted.Concat(_inserted))
        {
            var hash = one.Recorded ?? one.Hash;
            var orphan = _orphans.Find(gone => gone.Hash == hash);
            if (orphan is not null)
                _orphans.Remove(orphan);
            if (orphan is not null || (sealedAt.TryGetValue(hash, out var number) && number != one.Number))
                findings.Add(one.Finding(FindingKind.Reordered, $"was sealed at {orphan?.Number ?? sealedAt[hash]}"));
            else if (_inserted.Contains(one))
                NameInserted(one);
            else
                NameAltered(one);
        }
        foreach (var gone in _orphans)
            NameMissing(gone);
        foreach (var ((stream, version), _) in _gaps)
            findings.Add(new Finding(FindingKind.Missing, null, stream.Tenant, stream.StreamId, version, $"Version {version} of stream {stream.StreamId} of {stream.Tenant} is gone, and was never sealed."));
    }

    // Those between two events of a stream, when just so many are gone; otherwise nobody can tell which of them are its own.
    void NameRun(StreamKey stream, long first, long last, Orphan next)
    {
        var before = _orphans.TakeWhile(one => one != next).Where(one => one.Place is null).ToList();
        for (var version = last; version >= first && before.Count == last - first + 1; version--)
            before[(int)(version - first)].Place = (stream, version);
    }

    static void Keep<T>(List<T> pieces, T piece, Action<T> name)
    {
        if (pieces.Count < Most)
            pieces.Add(piece);
        else
            name(piece);
    }

    void NameInserted(StoredPlace one) => findings.Add(one.Finding(FindingKind.Inserted, "has no seal although everything up to it was sealed: it was put there since"));

    void NameAltered(StoredPlace one) =>
        findings.Add(one.Finding(FindingKind.Altered, one.Leaf is null ? "does not fit the hash that was recorded with it" : "is not what was sealed"));

    void NameMissing(Orphan gone) => findings.Add(gone.Place is var (stream, version)
        ? new Finding(FindingKind.Missing, gone.Number, stream.Tenant, stream.StreamId, version, $"The event that was sealed at {gone.Number} of the log, version {version} of stream {stream.StreamId} of {stream.Tenant}, is gone.")
        : new Finding(FindingKind.Missing, gone.Number, null, null, null, $"The event that was sealed at {gone.Number} of the log is gone."));
}
