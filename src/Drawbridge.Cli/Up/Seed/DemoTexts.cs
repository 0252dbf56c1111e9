namespace Drawbridge.Cli.Up.Seed;

/// <summary>What the brokers of the seed have written themselves, in every language of the screens.</summary>
internal static class DemoTexts
{
    private static readonly string[] Languages = ["fr", "it", "pt", "pl", "cs", "tr", "ru", "zh", "ja", "vi"];

    /// <summary>By the English text, in the order of <see cref="Languages"/>.</summary>
    private static readonly Dictionary<string, string[]> More = new(StringComparer.Ordinal)
    {
        ["Prove who you are"] =
        [
            "Prouvez votre identité", "Dimostri la sua identità", "Comprove sua identidade", "Potwierdź swoją tożsamość", "Prokažte svou totožnost", "Kimliğinizi kanıtlayın", "Подтвердите свою личность", "证明您的身份", "本人確認", "Xác minh danh tính của bạn",
        ],
        ["It takes about three minutes. Have your passport or identity card ready."] =
        [
            "Cela prend environ trois minutes. Préparez votre passeport ou votre carte d’identité.", "Bastano circa tre minuti. Tenga a portata di mano il passaporto o la carta d’identità.", "Leva cerca de três minutos. Tenha à mão seu passaporte ou documento de identidade.", "Zajmie to około trzech minut. Przygotuj paszport lub dowód osobisty.", "Zabere to asi tři minuty. Připravte si cestovní pas nebo občanský průkaz.", "Yaklaşık üç dakika sürer. Pasaportunuzu veya kimlik kartınızı hazır bulundurun.", "Это займёт около трёх минут. Подготовьте паспорт или удостоверение личности.", "大约需要三分钟。请准备好护照或身份证。", "3分ほどで完了します。パスポートまたは身分証明書をご用意ください。", "Mất khoảng ba phút. Hãy chuẩn bị hộ chiếu hoặc căn cước công dân.",
        ],
        ["Passport"] =
        [
            "Passeport", "Passaporto", "Passaporte", "Paszport", "Cestovní pas", "Pasaport", "Паспорт", "护照", "パスポート", "Hộ chiếu",
        ],
        ["Identity card"] =
        [
            "Carte d’identité", "Carta d’identità", "Carteira de identidade", "Dowód osobisty", "Občanský průkaz", "Kimlik kartı", "Удостоверение личности", "身份证", "身分証明書", "Căn cước công dân",
        ],
        ["How long have you been trading?"] =
        [
            "Depuis combien de temps tradez-vous\u00a0?", "Da quanto tempo fa trading?", "Há quanto tempo você opera?", "Od jak dawna handlujesz?", "Jak dlouho už obchodujete?", "Ne zamandan beri işlem yapıyorsunuz?", "Как давно вы торгуете?", "您从事交易多久了？", "取引のご経験はどのくらいですか？", "Bạn đã giao dịch được bao lâu?",
        ],
        ["I am starting now"] =
        [
            "Je débute", "Inizio ora", "Estou começando agora", "Dopiero zaczynam", "Právě začínám", "Yeni başlıyorum", "Я только начинаю", "刚刚开始", "これから始めます", "Tôi mới bắt đầu",
        ],
        ["One to three years"] =
        [
            "Un à trois ans", "Da uno a tre anni", "De um a três anos", "Od roku do trzech lat", "Jeden až tři roky", "Bir ila üç yıl", "От года до трёх лет", "一到三年", "1～3年", "Một đến ba năm",
        ],
        ["Longer"] =
        [
            "Plus longtemps", "Da più tempo", "Há mais tempo", "Dłużej", "Déle", "Daha uzun", "Дольше", "更久", "それ以上", "Lâu hơn",
        ],
        ["Where does the money come from?"] =
        [
            "D’où vient l’argent\u00a0?", "Da dove proviene il denaro?", "De onde vem o dinheiro?", "Skąd pochodzą pieniądze?", "Odkud peníze pocházejí?", "Para nereden geliyor?", "Откуда эти деньги?", "资金来自何处？", "資金の出所はどこですか？", "Tiền của bạn đến từ đâu?",
        ],
        ["I trade with my own money."] =
        [
            "Je trade avec mon propre argent.", "Faccio trading con il mio denaro.", "Opero com meu próprio dinheiro.", "Handluję za własne pieniądze.", "Obchoduji s vlastními penězi.", "Kendi paramla işlem yapıyorum.", "Я торгую на собственные деньги.", "我用自己的资金交易。", "自己資金で取引します。", "Tôi giao dịch bằng tiền của chính mình.",
        ],
        ["Card"] =
        [
            "Carte", "Carta", "Cartão", "Karta", "Karta", "Kart", "Карта", "银行卡", "カード", "Thẻ",
        ],
        ["Bank transfer"] =
        [
            "Virement bancaire", "Bonifico bancario", "Transferência bancária", "Przelew bankowy", "Bankovní převod", "Banka havalesi", "Банковский перевод", "银行转账", "銀行振込", "Chuyển khoản ngân hàng",
        ],
        ["How do you like it here?"] =
        [
            "Que pensez-vous de notre service\u00a0?", "Come si trova da noi?", "O que você acha do nosso serviço?", "Jak Ci się u nas podoba?", "Jak se vám u nás líbí?", "Hizmetimizi nasıl buluyorsunuz?", "Как вам у нас?", "您对我们的服务满意吗？", "サービスはいかがですか？", "Bạn thấy dịch vụ của chúng tôi thế nào?",
        ],
        ["Two questions. Your answers go to your broker."] =
        [
            "Deux questions. Vos réponses sont transmises à votre courtier.", "Due domande. Le risposte arrivano al suo broker.", "Duas perguntas. Suas respostas vão para sua corretora.", "Dwa pytania. Odpowiedzi trafią do Twojego brokera.", "Dvě otázky. Odpovědi dostane váš broker.", "İki soru. Yanıtlarınız aracı kurumunuza gider.", "Два вопроса. Ответы получит ваш брокер.", "两个问题。您的回答会发送给您的经纪商。", "質問は2つです。回答はブローカーに送られます。", "Hai câu hỏi. Câu trả lời sẽ được gửi đến nhà môi giới của bạn.",
        ],
        ["How content are you?"] =
        [
            "Êtes-vous satisfait\u00a0?", "È soddisfatto?", "Qual é o seu grau de satisfação?", "Jak oceniasz nasz serwis?", "Jak jste spokojeni?", "Ne kadar memnunsunuz?", "Насколько вы довольны?", "您的满意程度？", "満足度をお聞かせください", "Mức độ hài lòng của bạn?",
        ],
        ["Very content"] =
        [
            "Très satisfait", "Molto soddisfatto", "Muito satisfeito", "Bardzo dobrze", "Velmi spokojen", "Çok memnunum", "Очень доволен", "非常满意", "とても満足", "Rất hài lòng",
        ],
        ["It could be better"] =
        [
            "Peut mieux faire", "Potrebbe andare meglio", "Poderia ser melhor", "Mogłoby być lepiej", "Mohlo by to být lepší", "Daha iyi olabilir", "Могло быть лучше", "还可以更好", "改善の余地あり", "Có thể tốt hơn",
        ],
        ["Not content"] =
        [
            "Pas satisfait", "Per niente soddisfatto", "Insatisfeito", "Źle", "Nespokojen", "Memnun değilim", "Недоволен", "不满意", "不満", "Không hài lòng",
        ],
        ["What should we do better? (optional)"] =
        [
            "Que devrions-nous améliorer\u00a0? (facultatif)", "Che cosa dovremmo migliorare? (facoltativo)", "O que deveríamos melhorar? (opcional)", "Co powinniśmy poprawić? (opcjonalnie)", "Co bychom měli zlepšit? (nepovinné)", "Neyi daha iyi yapmalıyız? (isteğe bağlı)", "Что нам улучшить? (необязательно)", "我们应该改进什么？（选填）", "改善してほしい点（任意）", "Chúng tôi nên cải thiện điều gì? (không bắt buộc)",
        ],
        ["Standard"] =
        [
            "Standard", "Standard", "Padrão", "Standard", "Standard", "Standart", "Стандарт", "标准", "スタンダード", "Tiêu chuẩn",
        ],
        ["Raw"] = ["Raw", "Raw", "Raw", "Raw", "Raw", "Raw", "Raw", "Raw", "Raw", "Raw"],
        ["No commission"] =
        [
            "Sans commission", "Senza commissioni", "Sem comissão", "Bez prowizji", "Bez poplatku za obchod", "Komisyonsuz", "Без комиссии", "无佣金", "手数料なし", "Không hoa hồng",
        ],
        ["Tight spreads, commission per lot"] =
        [
            "Spreads serrés, commission par lot", "Spread ridotti, commissione per lotto", "Spreads baixos, comissão por lote", "Niskie spready, prowizja od lota", "Nízké spready, poplatek za lot", "Dar spread, lot başına komisyon", "Узкие спреды, комиссия за лот", "低点差，按手收佣", "狭いスプレッド、ロットごとの手数料", "Chênh lệch thấp, hoa hồng theo lô",
        ],
        ["Practice"] =
        [
            "Entraînement", "Pratica", "Prática", "Ćwiczenia", "Cvičný", "Deneme", "Тренировка", "练习", "練習用", "Luyện tập",
        ],
        ["10,000 of play money"] =
        [
            "10\u202f000 fictifs", "10.000 virtuali", "10.000 fictícios", "10\u00a0000 wirtualnych środków", "10\u00a0000 fiktivních", "10.000 sanal para", "10\u00a0000 виртуальных", "10,000 虚拟资金", "仮想資金10,000", "10.000 tiền ảo",
        ],
    };

    public static Dictionary<string, string> Of(string english, string german, string spanish, string arabic)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = english, ["de"] = german, ["es"] = spanish, ["ar"] = arabic };
        foreach (var (language, text) in Languages.Zip(More.GetValueOrDefault(english, [])))
        {
            texts.Add(language, text);
        }

        return texts;
    }
}
