using Npgsql;
using static Nscp.Reviews.Projections.ReadSql;

namespace Nscp.Reviews.Projections;

/// <summary>A case in the register.</summary>
/// <param name="Outcome">Of the decision that stands.</param>
public sealed record RegisteredCase(
    string Reference, string? CsprReference, CaseKind Kind, Stage Stage, LocalDate OpenedOn, string? District, WhatHappened? What, Outcome? Outcome,
    LocalDate? SinSentOn, LocalDate? ReportSentOn, LocalDate? PublishedOn, LocalDate? ClosedOn, IReadOnlyList<HoldKind> OpenHolds, IReadOnlyList<string> Irregularities,
    long Version, Instant LastRecordedAt);

/// <param name="Open">True for open cases only, false for closed ones only.</param>
public sealed record RegisterFilter(CaseKind? Kind = null, Stage? Stage = null, District? District = null, Outcome? Outcome = null, bool? Open = null);

public static class RegisterList
{
    const string Select =
        """
        select reference, cspr_reference, kind, stage, opened_on, district, what, outcome, sin_sent_on, report_sent_on, published_on, closed_on,
            open_holds, irregularities, version, last_recorded_at
        from case_register
        """;

    const string Found = " join case_text_found($10) as found(case_id) on found.case_id = stream_id";

    const string Narrowed =
        """

        where tenant_id = $1 and ($2::varchar is null or kind = $2) and ($3::varchar is null or stage = $3) and ($4::varchar is null or district = $4)
            and ($5::varchar is null or outcome = $5) and ($6::boolean is null or (closed_on is null) = $6)
            and ($7::date is null or (opened_on, reference) < ($7, $8))
        order by opened_on desc, reference desc
        limit $9
        """;

    // A tsquery that an empty text fits asks for no word: it has only words to leave out.
    const string AsksForAWord =
        "select numnode(q) > 0 and not ''::tsvector @@ q from websearch_to_tsquery('pg_catalog.english', $2) q where $1::varchar is not null";

    /// <summary>The newest case first.</summary>
    /// <param name="limit">1 or more.</param>
    /// <exception cref="FormatException">The cursor is not one of this list.</exception>
    public static async Task<Page<RegisteredCase>> ReadAsync(NpgsqlDataSource source, string tenant, RegisterFilter filter, int limit, string? after, CancellationToken ct) =>
        Part(await QueryAsync(source, tenant, Select + Narrowed, Asked(filter, limit, after), Read, ct), limit);

    /// <summary>Those of them that a text finds; null when it asks for no word that can be looked for. One round trip.</summary>
    /// <param name="text">As people write it to a search engine: words, "words in a row", or, -without.</param>
    /// <param name="limit">1 or more.</param>
    /// <exception cref="FormatException">The cursor is not one of this list.</exception>
    public static async Task<Page<RegisteredCase>?> SearchAsync(NpgsqlDataSource source, string tenant, string text, RegisterFilter filter, int limit, string? after, CancellationToken ct)
    {
        var found = new Question<RegisteredCase>(Select + Found + Narrowed, [.. Asked(filter, limit, after), Text(text)], Read);
        var (rows, asks) = await QueryAsync(source, tenant, found, new Question<bool>(AsksForAWord, [Text(text)], row => row.GetBoolean(0)), ct);
        return asks.Single() ? Part(rows, limit) : null;
    }

    static IReadOnlyList<NpgsqlParameter> Asked(RegisterFilter filter, int limit, string? after)
    {
        var keys = Cursor.Keys(after, 2);
        return
        [
            Word(filter.Kind), Word(filter.Stage), Text(filter.District?.ToString()), Word(filter.Outcome), Bool(filter.Open),
            Date(keys is null ? null : Cursor.Date(keys[0])), Text(keys?[1]), Int(limit + 1),
        ];
    }

    static Page<RegisteredCase> Part(List<RegisteredCase> rows, int limit) => Pages.Of(rows, limit, last => Cursor.Of(NodaTime.Text.LocalDatePattern.Iso.Format(last.OpenedOn), last.Reference));

    static RegisteredCase Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.TextOrNull(1), row.Word<CaseKind>(2), row.Word<Stage>(3), row.Date(4), row.TextOrNull(5), row.WordOrNull<WhatHappened>(6), row.WordOrNull<Outcome>(7),
        row.DateOrNull(8), row.DateOrNull(9), row.DateOrNull(10), row.DateOrNull(11), [.. row.GetFieldValue<string[]>(12).Select(Projections.Word.Parse<HoldKind>)],
        row.GetFieldValue<string[]>(13), row.GetInt64(14), SqlTime.ToInstant(row.GetFieldValue<long>(15)));
}

public static class Pages
{
    /// <summary>A part of a list that is at hand already, in the order of its keys.</summary>
    /// <exception cref="FormatException">The cursor is not one of this list.</exception>
    public static Page<T> Of<T>(IEnumerable<T> all, Func<T, string> key, int limit, string? after)
    {
        var last = Cursor.Keys(after, 1)?[0];
        var rest = all.Where(item => last is null || string.CompareOrdinal(key(item), last) > 0).OrderBy(key, StringComparer.Ordinal).Take(limit + 1);
        return Of([.. rest], limit, item => Cursor.Of(key(item)));
    }

    /// <summary>One row more than the limit was asked for: whether it is there says whether the list goes on.</summary>
    internal static Page<T> Of<T>(List<T> rows, int limit, Func<T, string> cursor) =>
        rows.Count <= limit ? new Page<T>(rows, null) : new Page<T>(rows[..limit], cursor(rows[limit - 1]));
}
