using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Nscp.Reviews.Domain.Json;

namespace Nscp.Reviews.Api.Readings;

/// <summary>A reading's query parameters: read one by one, and everything wrong told together.</summary>
sealed class Query(HttpContext http)
{
    readonly FieldErrors _errors = new();
    readonly HashSet<string> _known = new(StringComparer.Ordinal);

    internal string? Text(string name, int most = 200)
    {
        _known.Add(name);
        StringValues given = http.Request.Query[name];
        if (given.Count == 0) return null;
        if (given.Count == 1 && given[0] is { Length: > 0 } text && text.Length <= most && !text.Any(char.IsControl)) return text;
        return Wrong<string>(name, given.Count > 1 ? "is given twice" : $"must have 1 to {most} characters and no control characters");
    }

    internal bool Has(string name) => http.Request.Query.ContainsKey(name);

    internal T? Value<T>(string name) where T : struct
    {
        if (Text(name) is not { } text) return null;
        var value = JsonSerializer.SerializeToElement(text);
        if (FieldCheck.Misfit(value, typeof(T)) is not { } what) return value.Deserialize<T>(DomainJson.Request);
        Wrong<string>(name, what);
        return null;
    }

    internal int? Number(string name, int least, int most)
    {
        if (Text(name) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Wrong<string>(name, $"must be a whole number from {least} to {most}");
        return null;
    }

    internal bool? YesOrNo(string name)
    {
        if (Text(name) is not { } text) return null;
        if (text is not ("true" or "false")) Wrong<string>(name, "must be true or false");
        return text == "true";
    }

    internal T? Wrong<T>(string name, string what) where T : class
    {
        _errors.Add(name, what);
        return null;
    }

    /// <summary>Everything that is wrong, a parameter that this reading does not have included; null when nothing is.</summary>
    internal Problem? Problem()
    {
        foreach (var name in http.Request.Query.Keys)
            if (!_known.Contains(name)) _errors.Add(FieldErrors.Tellable(name), "is not a parameter of this reading");
        return _errors.Any ? Problem4xx.NotUnderstood(_errors.All) : null;
    }
}
