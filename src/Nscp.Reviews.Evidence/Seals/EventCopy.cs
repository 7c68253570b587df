using System.Text;

namespace Nscp.Reviews.Evidence;

/// <summary>The events as a COPY gives them: its binary fields are those of the canonical form, so most of a row is hashed as it comes.</summary>
sealed class EventCopy(CopyRows rows, CanonicalBytes bytes)
{
    const int Tenant = 0, Stream = 1, VersionColumn = 2, Id = 3, Type = 4, Data = 5, Binary = 6, UserName = 11, IsArchived = 12, HeadersColumn = 13, SequenceColumn = 14;

    /// <summary>Columns of <see cref="Select"/>.</summary>
    internal const int Columns = 15;

    // Marten's name for a store without tenants; the column may be null.
    internal static string Select(long upTo) =>
        $"""
        select coalesce(tenant_id, '*DEFAULT*'), stream_id, version, id, type, data, bdata, timestamp, mt_dotnet_type, correlation_id, causation_id, user_name, is_archived, headers, seq_id
        from mt_events where seq_id <= {upTo} order by seq_id
        """;

    string _tenant = "";
    byte[] _tenantBytes = [];

    internal long Sequence => rows.Int64(SequenceColumn);

    internal long Version => rows.Int64(VersionColumn);

    /// <summary>The empty one when there is none, which no event of anybody has.</summary>
    internal Guid StreamId => rows.IsNull(Stream) ? Guid.Empty : rows.Uuid(Stream);

    internal bool IsTombstone => rows.Column(Type).SequenceEqual("tombstone"u8);

    // Mostly the one before.
    internal string TenantId()
    {
        var stored = rows.Column(Tenant);
        if (!stored.SequenceEqual(_tenantBytes))
            (_tenant, _tenantBytes) = (Encoding.UTF8.GetString(stored), stored.ToArray());
        return _tenant;
    }

    /// <summary>The hash of the row.</summary>
    /// <param name="previous">Of the event before it in its stream; null for the first.</param>
    /// <param name="recorded">The hash that it carries; null when it carries none.</param>
    internal Hash256 Hash(Hash256? previous, out Hash256? recorded)
    {
        bytes.Begin(previous);
        bytes.AddFields(rows.Fields(Tenant, Type));
        return HashRest(out recorded);
    }

    /// <summary>The hash that it would have with another version.</summary>
    internal Hash256 HashAs(long version, Hash256? previous)
    {
        bytes.Begin(previous);
        bytes.AddFields(rows.Fields(Tenant, Stream));
        bytes.Add(version);
        bytes.AddFields(rows.Fields(Id, Type));
        return HashRest(out _);
    }

    Hash256 HashRest(out Hash256? recorded)
    {
        // jsonb's binary form is its text behind a version byte.
        bytes.AddData(rows.Column(Data)[1..]);
        bytes.AddFields(rows.Fields(Binary, UserName));
        bytes.Add(!rows.IsNull(IsArchived) && rows.Column(IsArchived)[0] != 0 ? 1L : 0L);
        recorded = null;
        if (rows.IsNull(HeadersColumn))
            bytes.AddNull();
        else
            recorded = bytes.AddHeaders(rows.Column(HeadersColumn)[1..]);
        return bytes.Hash();
    }
}
