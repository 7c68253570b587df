using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using CsvHelper;

namespace Nscp.Reviews.Api.Readings;

/// <summary>
/// A list as CSV in UTF-8: one line a row, columns named as the JSON fields are. What a spreadsheet would take for a formula is
/// written behind an apostrophe.
/// </summary>
static class CsvAnswer
{
    static readonly CsvWriterOptions Guarded = new() { Injection = CsvInjection.Escape };

    internal static bool IsAsked(HttpRequest request) => request.Asks("text/csv");

    internal static async Task WriteAsync<T>(HttpContext http, IEnumerable<T> rows)
    {
        // By way of memory: the writer may write when its own buffer is full, and a response may only be awaited.
        using var written = new MemoryStream();
        await using var csv = CsvWriter.Create(written, Guarded, leaveOpen: true);
        var columns = Columns(typeof(T), "").ToList();
        foreach (var (name, _) in columns) csv.WriteField(name);
        await csv.EndRecordAsync(http.RequestAborted);
        foreach (var row in rows)
        {
            foreach (var (_, value) in columns) csv.WriteField(Text(value(row)));
            await csv.EndRecordAsync(http.RequestAborted);
        }
        await csv.FlushAsync(http.RequestAborted);
        http.Response.ContentType = "text/csv; charset=utf-8";
        written.Position = 0;
        await written.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    /// <summary>Objects inside a row have their fields behind their name and a full stop.</summary>
    static IEnumerable<(string Name, Func<object?, object?> Value)> Columns(Type type, string prefix)
    {
        foreach (var property in JsonAnswer.Options.GetTypeInfo(type).Properties.Where(p => p.Get is not null))
        {
            object? Read(object? row) => row is null ? null : property.Get!(row);
            var inner = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (JsonAnswer.Options.GetTypeInfo(inner).Kind != JsonTypeInfoKind.Object) yield return (prefix + property.Name, Read);
            else
                foreach (var (name, value) in Columns(inner, $"{prefix}{property.Name}.")) yield return (name, row => value(Read(row)));
        }
    }

    static string Text(object? value) => value switch
    {
        null => "",
        ShownFacts facts => facts.ToJson(),
        string text => text,
        IEnumerable items => string.Join("; ", items.Cast<object?>().Select(Text)),
        _ => JsonSerializer.SerializeToNode(value, value.GetType(), JsonAnswer.Options) switch
        {
            JsonObject fields => string.Join(' ', fields.Select(f => f.Value?.ToString())),
            var scalar => scalar?.ToString() ?? "",
        },
    };
}
