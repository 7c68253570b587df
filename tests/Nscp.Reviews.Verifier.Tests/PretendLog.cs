using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NodaTime;
using Nscp.Reviews.Evidence;

namespace Nscp.Reviews.Verifier.Tests;

/// <summary>A log in memory, as the store would hold it: streams of two tenants between each other, numbers left out, rows of other software, sealed now and then.</summary>
sealed class PretendLog
{
    static readonly Guid Id = new("01950000-0000-7000-8000-00000000000a");

    readonly Dictionary<(string Tenant, Guid Stream), List<StoredEvent>> _streams = [];
    readonly SortedDictionary<long, Hash256> _hashes = [];
    readonly Dictionary<(string, Guid), Hash256> _tips = [];
    readonly List<SignedTreeHead> _heads = [];
    long _sequence;

    internal static Instant Noon { get; } = Instant.FromUtc(2026, 11, 22, 12, 0);

    internal static Guid Stream(int number) => new($"01950000-0000-7000-8000-{number:x12}");

    internal StreamRead Read(string tenant, int stream) => StreamRead.Of(tenant, _streams[(tenant, Stream(stream))]);

    /// <summary>As our own software does it: canonical, with its hash.</summary>
    internal void Record(string tenant, int stream, params string[] data)
    {
        foreach (var one in data) Add(tenant, stream, one, null);
    }

    /// <summary>As other software does it.</summary>
    internal void RecordElsewhere(string tenant, int stream, string data, OtherColumns others) => Add(tenant, stream, data, others);

    /// <summary>Numbers that an append took, and that its rollback left.</summary>
    internal void LeaveOut(int numbers) => _sequence += numbers;

    internal SignedTreeHead Seal(SealKey key)
    {
        var head = new TreeHead(Id, _heads.Count + 1, _hashes.Count, MerkleTree.Root(Leaves()), _sequence, Noon.Plus(Duration.FromMinutes(_heads.Count)));
        _heads.Add(key.Sign(head));
        return _heads[^1];
    }

    internal SealProofs Prove(params (string Tenant, int Stream)[] streams)
    {
        var (leaves, newest, numbers) = (Leaves(), _heads[^1], _hashes.Keys.ToList());
        var events = streams.SelectMany(one => _streams[(one.Tenant, Stream(one.Stream))]).Where(one => one.Sequence <= newest.Head.UpTo).ToList();
        var sealedFirst = events.Select(one => _heads.First(head => head.Head.UpTo >= one.Sequence)).Distinct().Where(head => head != newest).OrderBy(head => head.Head.Number);
        return new(
            newest,
            events.ToDictionary(one => one.Sequence, one => Leaf(numbers.IndexOf(one.Sequence), _hashes[one.Sequence])),
            [.. sealedFirst.Select(head => new HeadProof(head, Hashes(MerkleTree.ConsistencyOf(head.Head.Size, newest.Head.Size))))]);

        LeafProof Leaf(int index, Hash256 hash) => new(index, hash, Hashes(MerkleTree.InclusionOf(index, newest.Head.Size)));

        IReadOnlyList<Hash256> Hashes(IEnumerable<LeafRange> runs) => [.. runs.Select(run => MerkleTree.Root(leaves.AsSpan((int)run.Start, (int)run.Size)))];
    }

    Hash256[] Leaves() => [.. _hashes.Select(one => MerkleTree.Leaf(one.Key, one.Value))];

    void Add(string tenant, int stream, string data, OtherColumns? others)
    {
        var key = (tenant, Stream(stream));
        if (!_streams.TryGetValue(key, out var rows)) _streams[key] = rows = [];
        var previous = rows.Count == 0 ? (Hash256?)null : _tips[key];
        var (id, recordedAt) = (new Guid(SHA256.HashData(BitConverter.GetBytes(_sequence)).AsSpan(0, 16)), Noon.Plus(Duration.FromTicks(10 * _sequence)));
        if (others is null)
        {
            var one = EventChain.Chain(tenant, key.Item2, rows.Count, previous, [new NewEvent(id, "noted", Encoding.UTF8.GetBytes(data), Metadata(recordedAt))])[0];
            data = Encoding.UTF8.GetString(one.Data.Span);
            others = new(Jsonb.Of(one.Headers), "u-7", "c-1", null, null, null, IsArchived: false);
        }
        var row = new StoredEvent(id, key.Item2, ++_sequence, rows.Count + 1, "noted", Jsonb.Of(Encoding.UTF8.GetBytes(data)), recordedAt) { Others = others };
        rows.Add(row);
        _tips[key] = _hashes[_sequence] = EventChain.Hash(previous, tenant, row);
    }

    static EventMetadata Metadata(Instant recordedAt) => new()
    {
        RecorderId = "u-7", RecorderName = "Ann Éxample 😀", RecorderRole = "clerk", RecorderOrganisation = "desk", ActorOrganisation = "workshop", HowKnown = "letter",
        HappenedOn = new LocalDate(2026, 2, 27), KnownOn = new LocalDate(2026, 3, 1), RecordedAt = recordedAt, CalendarRevision = 1, CorrelationId = "c-1", Reason = "tab\there \"quoted\" \\ \u007f\u2028",
    };
}

/// <summary>JSON as jsonb gives it back: keys by length and then by bytes, a space behind each colon and comma, numbers as they came.</summary>
static class Jsonb
{
    internal static byte[] Of(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetBytes(Of(JsonElement.Parse(json.Span)));

    static string Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(", ", element.EnumerateObject().OrderBy(field => Encoding.UTF8.GetByteCount(field.Name)).ThenBy(field => field.Name, StringComparer.Ordinal)
            .Select(field => $"{JsonSerializer.Serialize(field.Name)}: {Of(field.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(", ", element.EnumerateArray().Select(Of)) + "]",
        _ => element.GetRawText(),
    };
}
