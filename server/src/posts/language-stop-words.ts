/**
 * Function words by language: too common to tell one text from another, and for that very reason
 * good at telling one language from another.
 */
const lists: Record<string, string> = {
  ru: `и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее её мне было вот от
    меня еще ещё нет о об из ему теперь когда даже ну вдруг ли если уже или ни быть был него до вас нибудь опять уж вам
    ведь там потом себя ничего ей может они тут где есть надо ней для мы тебя их чем была сам чтоб без будто чего раз
    тоже себе под будет ж тогда кто этот того потому этого какой совсем ним здесь этом один почти мой тем чтобы нее неё
    сейчас были куда зачем всех никогда можно при наконец два другой хоть после над больше тот через эти нас про всего
    них какая много разве три эту моя впрочем хорошо свою этой перед иногда лучше чуть том нельзя такой им более всегда
    конечно всю между это также который которая которое которые которых которой котором которого которому которым
    которую этих этим этому эта свой своей своего своих свои своим своими наш наша наши наших нашей ваш ваша ваши пока
    однако поэтому например около среди кроме лишь хотя пусть просто очень самый самая самые самых самого должен должна
    должны могут могла могли мог стал стала стали свое своё тех тому теми весь вся всё всем всеми всему из-за
    из-под вместо ради сквозь согласно благодаря несмотря вокруг против ввиду насчет какие каких каком каким кого кому
    кем чему`,
  uk: `і й в у не що він на я з зі із як а то всі вона так його але та ти до ж ви за би по тільки її мені було ось від
    мене ще ні о об йому тепер коли навіть ну чи якщо вже або бути був нього вас знову вам адже там потім себе нічого їй
    може вони тут де є треба ній для ми тебе їх чим була сам щоб без ніби чого раз теж собі під буде тоді хто цей того
    тому цього який зовсім ним тут цьому один майже мій тим неї зараз були куди навіщо усіх ніколи можна при нарешті два
    інший хоч після над більше той через ці нас про всього них яка багато хіба три цю моя втім добре свою цієї перед іноді
    краще трохи тому такий їм більш завжди звичайно всю між це також які яких якої якому якого яким яку цих цим
    ця свій своєї свого своїх свої своїм наш наша наші ваш ваша поки однак тому наприклад біля серед крім лише хоча нехай
    просто дуже самий повинен можуть могли став стала стали своє тих усе усі усім весь вся все всім щодо задля згідно
    завдяки навколо проти внаслідок`,
  be: `і ў у не што ён на я з са як а то усе яна так яго але ды ты да ж вы за бы па толькі яе мне было вось ад мяне яшчэ
    няма аб іх яму цяпер калі нават ці ужо або быць быў вас зноў вам там потым сябе нічога можа яны тут дзе
    ёсць трэба для мы цябе чым была сам каб без таксама пад будзе тады хто гэты таго таму гэтага які зусім гэтым адзін
    амаль мой гэта гэтай гэтыя якая якія якіх якога сваю свае сваіх паміж пасля праз перад вельмі былі больш усіх`,
  bg: `и в във не че той на аз с със как а то все тя така но да ти към у ще се си ви за би по само ми беше ето от мен
    още няма или ли ако вече съм е са сте сме бъде бил нея него до вас пак там после себе нищо може те тук където има
    трябва за ние теб ги го им кой този това тази тези които което която който какво без под тогава един една едно
    почти мой при след над повече през много три между също като обаче поради според защото когато както само`,
  sr: `и у не да он на ја са како а то све она тако али ти к ви за би по само ме било ево од још нема или ли ако већ
    сам је су смо сте бити био вас опет тамо после себе ништа може они овде где има треба ми тебе их га му ће што који
    која које овај ова ово тај та без под тада један једна скоро мој при над више кроз много три између такође јер када
    као према због је се који су према које како након`,
  mk: `и во не дека тој на јас со како а сè таа така но да ти кон ќе се си ви за би по само ми беше еве од уште
    нема или ли ако веќе сум е се сте сме биде бил неа него до вас пак таму потоа себе ништо може тие тука каде има треба
    ние тебе ги го им кој овој оваа ова овие тој таа тоа што која кое кои без под тогаш еден една едно при над повеќе
    низ многу три меѓу исто како меѓутоа поради според бидејќи кога во од на со`,
  kk: `және мен бен пен да де та те бұл сол осы ол бір екі үшін туралы деп еді емес бар жоқ болды болған болып қазақстан
    кейін дейін арқылы бойынша сондай-ақ жылы жылғы оның олар біз сіз мен сен қалай қандай барлық көп аса өте тағы ғана
    үстінде астында арасында туған берді алды келді деген деді айтты`,
  en: `the of and to a in is it you that he was for on are with as i his they be at one have this from or had by not but
    what all were we when your can said there use an each which she do how their if will up other about out many then
    them these so some her would make like him into time has two more no way could than been who its now did get may
    own me after our us my any also over such only most where those being both here between does because through during
    before while should very just even since against under until again off down too why once few nor same i'm it's
    don't am shall might must yet via per upon without within`,
  de: `der die das und in zu den mit von für auf ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach
    wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein
    wurde sei ich wir ihr ihre seine kann gegen vom können schon wenn habe unter doch was diese dieser dieses sich`,
  fr: `le la les de des du un une et à en que qui dans pour sur est pas par plus au ne se ce il elle sont avec son sa ses
    mais ou comme on aux été cette ont être nous vous leur y fait ces tout deux bien ils entre sans dont même après
    avant depuis lors selon contre très si je où`,
  es: `el la los las de del un una y a en que por para con no se su al lo como más es o pero sus le ha este esta son
    entre cuando muy sin sobre ser también me hasta hay donde quien desde todo nos durante todos uno les ni contra otros
    ese eso ante ellos e esto fue había era según tras`,
  it: `il lo la i gli le di a da in con su per tra fra un una uno e è che non si del della dei delle al alla nel nella
    sono come più anche ma ha o se dal dalla sul sulla questo questa quello essere stato stata hanno dopo prima molto
    così cui suo sua loro nei degli agli perché`,
  pt: `o a os as de do da dos das um uma e em no na nos nas que por para com não se ao à mais como mas foi é ou ser sua
    seu pelo pela são também já até isso entre depois sem mesmo aos seus quem está ele ela eles esta este você há muito
    quando sobre após`,
  nl: `de het een en van in te dat die is voor op met zijn niet aan er als ook bij om uit door naar was maar dan over nog
    heeft worden wordt tot hij zij ze wij je hun meer werd kan geen deze dit wel of al hebben onder tegen`,
  pl: `i w na z do się nie że to jest o jak od po za a co ale przez dla przy są jego oraz tym które który która tylko był
    było już ich jej lub być ma czy bardzo może pod nad bez tego także ze we gdy aby będzie między`,
  tr: `ve bir bu da de için ile çok olarak daha olan gibi en ne o var ama sonra kadar göre her ise değil mi mu mı ya
    veya hem ki olduğu oldu eden tarafından bunu şey yok`,
};

const sets = new Map<string, ReadonlySet<string>>();
const none: ReadonlySet<string> = new Set();

/** Function words of a language (ISO 639-1), lower case; empty for languages without a list. */
export function stopWords(language: string): ReadonlySet<string> {
  const known = sets.get(language);
  if (known) return known;
  const list = lists[language];
  if (list === undefined) return none;
  const made = new Set(list.split(/\s+/));
  sets.set(language, made);
  return made;
}
